/** The parsers of the import formats. */
import type { ImportFormat } from '../../../schema/enums';
import type { ParsedLine, ReadOptions } from '../record';
import { auth0 } from './auth0';
import { cognito } from './cognito';
import { csv } from './csv';
import { decoded } from './encoding';
import { firebase } from './firebase';
import { jsonLines } from './json';
import { keycloak } from './keycloak';
import { okta } from './okta';
import { scim } from './scim';

export { encodingNamed } from './encoding';

export type Parser = (source: AsyncIterable<Buffer>, options: ReadOptions) => AsyncGenerator<ParsedLine>;

const PARSERS: Record<ImportFormat, Parser> = {
  CSV: csv,
  JSON_LINES: jsonLines,
  KEYCLOAK: keycloak,
  SCIM: scim,
  AUTH0: auth0,
  FIREBASE: firebase,
  OKTA: okta,
  COGNITO: cognito,
};

/** The users of a file, in its order. */
export const readUsers = (
  format: ImportFormat,
  source: AsyncIterable<Buffer>,
  options: ReadOptions,
): AsyncGenerator<ParsedLine> => PARSERS[format](decoded(source, options.encoding), options);
