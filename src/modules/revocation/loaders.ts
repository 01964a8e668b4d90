/** Loaders for receipts. */
import { defineById } from '../../core/context/context';
import { revocationRows } from '../../core/revocation/find';

export const revocationById = defineById(revocationRows);
