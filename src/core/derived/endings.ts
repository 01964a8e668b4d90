/**
 * Ends things that were created with something else. Each module contributes the endings of its own kinds of things in its manifest, as
 * `endsDerived`. A kind without an owner stops the start: an ending must never leave something out.
 */
import type { Database } from '../../database/database';
import type { DerivedCredentialKind } from '../../schema/enums';
import type { Caller } from '../event/record';
import type { Cause } from '../revocation/dependents';

/**
 * `TOKEN` includes API tokens. Authenticators end with their dependents (`endsWith`), the `user` module disables users, and nothing ends a change. Imports
 * are no credentials, but one that is still running keeps creating accounts.
 */
export type DerivedKind =
  Exclude<DerivedCredentialKind, 'API_TOKEN' | 'AUTHENTICATOR' | 'USER' | 'CHANGE'> | 'TOKEN' | 'IMPORT';

const KINDS: Record<DerivedKind, true> = {
  SESSION: true,
  TOKEN_FAMILY: true,
  TOKEN: true,
  PASSWORD: true,
  RECOVERY_LINK: true,
  INVITATION: true,
  CLIENT_SECRET: true,
  REGISTRATION_TOKEN: true,
  APPLICATION: true,
  DEVICE: true,
  ROLE_ASSIGNMENT: true,
  GROUP_MEMBERSHIP: true,
  OFFBOARDING: true,
  IMPORT: true,
};

export interface DerivedCause extends Cause {
  caller: Caller;
  /** The reason that the caller gave. */
  statedReason: string | null;
}

/** Writes the end of things whose rows are locked. For `IMPORT`, `ids` are those of the tokens and sessions that may have started one. */
export type EndDerived = (database: Database, ids: string[], cause: DerivedCause) => Promise<unknown>;

export type EndsDerived = Partial<Record<DerivedKind, EndDerived>>;

let composed: ReadonlyMap<DerivedKind, EndDerived> | null = null;

export const composeDerivedEndings = (endings: ReadonlyMap<DerivedKind, EndDerived>): void => {
  const missing = Object.keys(KINDS).filter((kind) => !endings.has(kind as DerivedKind));
  if (missing.length > 0) throw new Error(`no module ends derived things of the kind ${missing.join(', ')}`);
  composed = endings;
};

export const endDerived = async (
  database: Database,
  kind: DerivedKind,
  ids: string[],
  cause: DerivedCause,
): Promise<void> => {
  if (!composed) throw new Error('endings need the modules: import src/app/modules first');
  if (ids.length > 0) await composed.get(kind)!(database, ids, cause);
};
