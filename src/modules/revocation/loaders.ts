/** Loaders for receipts. */
import { defineLoader } from '../../core/context/context';
import type { Revocation } from '../../core/revocation/entity';
import { byId } from '../../database/loaders';
import { revocationColumns } from '../../core/revocation/find';

export const revocationById = defineLoader((database) =>
  byId<Revocation>(database, revocationColumns, 'revocations x'),
);
