/** Who created deferred work: kept with the work, and looked at again when it is carried out. */
import type { Principal } from './principal';

export interface Creator {
  userId: string | null;
  impersonatorId: string | null;
  applicationId: string | null;
  /** Of the token; null for work from before these were kept, which counts with everything that its creator holds. */
  scopes: string[] | null;
}

export const creatorOf = ({ userId, impersonatorId, applicationId, scopes }: Principal): Creator => ({
  ...{ userId, impersonatorId, applicationId },
  scopes: [...scopes],
});
