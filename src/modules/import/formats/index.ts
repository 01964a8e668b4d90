/** The parsers of the import formats. */
import type { ImportFormat } from '../../../schema/enums';
import type { Entry } from '../record';
import { csv } from './csv';
import { jsonLines } from './json';
import { keycloak } from './keycloak';
import { scim } from './scim';

export const formats: Record<ImportFormat, (source: AsyncIterable<Buffer>) => AsyncGenerator<Entry>> = {
  CSV: csv,
  JSON_LINES: jsonLines,
  KEYCLOAK: keycloak,
  SCIM: scim,
};
