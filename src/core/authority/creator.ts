/** Who created deferred work. Stored with the work and checked again when it is carried out. */
import type { Principal } from './principal';

export interface Creator {
  userId: string | null;
  impersonatorId: string | null;
  applicationId: string | null;
  /** Scopes of the creator's token. Null for work created before scopes were stored; such work has all rights of its creator. */
  scopes: string[] | null;
}

export const creatorOf = ({ userId, impersonatorId, applicationId, scopes }: Principal): Creator => ({
  ...{ userId, impersonatorId, applicationId },
  scopes: [...scopes],
});
