/**
 * Sessions in which one user impersonates another. Such a session begins without a browser; whoever opens its link first claims it for their
 * browser. Until then no cookie belongs to it.
 */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import { readSetting } from '../../core/setting/settings';
import { type Impersonation, type SessionOrigin, sessions } from '../session';

const CLAIM_MINUTES = 5;
const MAX_SECRET = 200;

export const impersonationUrl = (publicUrl: string, secret: string): string =>
  `${publicUrl}/signin/impersonation?link=${secret}`;

/** The caller has locked the rows of both users, that of the impersonator in share mode. */
export const beginImpersonation = async (
  database: Database,
  { userId, impersonatorId }: { userId: string; impersonatorId: string },
): Promise<{ id: string; secret: string; expiresAt: Date }> => {
  const seconds = await readSetting(database, 'impersonation.lifetime');
  const [id, secret] = [newId(), newSecret('cst_impersonation')];
  const expiresAt = await sessions(database).addImpersonation({
    ...{ id, userId, impersonatorId, seconds, accountId: encodeId('User', userId) },
    uid: newSecret('s').slice(2),
    // No cookie has this hash.
    cookieHash: secretHash(newSecret('none')),
    claimHash: secretHash(secret),
    claimMinutes: CLAIM_MINUTES,
  });
  return { id, secret, expiresAt };
};

/** The session of a link, while it waits to be claimed. */
export const findClaim = (database: Database, secret: string): Promise<Impersonation | null> =>
  secret.length > MAX_SECRET ? Promise.resolve(null) : sessions(database).findClaimable(secretHash(secret));

/** Who impersonates whom in a session. */
export const describeImpersonation = (database: Database, sessionId: string): Promise<Impersonation | null> =>
  sessions(database).findImpersonation(sessionId);

/** Whether this browser got the session; of several requests at once, one does. The caller checks that the session is live. */
export const claimSession = (
  database: Database,
  { id, secret, cookie, origin }: { id: string; secret: string; cookie: string; origin: SessionOrigin },
): Promise<boolean> => sessions(database).claim(id, secretHash(secret), secretHash(cookie), origin);
