/** Proofs of possession (DPoP, RFC 9449): the algorithms that they may be signed with, and the ones that were presented. */
import type { Database } from '../database/database';
import { oidcArtifacts } from './artifact-repository';

export const PROOF_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA', 'RS256', 'PS256'];

/** False if a proof with this id was presented already. */
export const rememberProof = (database: Database, idHash: Buffer, seconds: number): Promise<boolean> =>
  oidcArtifacts(database).addOnce({ model: 'Proof', idHash, payload: Buffer.alloc(0), seconds });
