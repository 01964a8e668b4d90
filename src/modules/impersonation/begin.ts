/**
 * Sessions in which somebody acts in the place of a user. They begin without a browser; whoever has the link takes them into theirs, once.
 * Until then no cookie names them.
 */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import { readSetting } from '../../core/setting/settings';

const CLAIM_MINUTES = 5;
const MAX_SECRET = 200;

export const impersonationUrl = (publicUrl: string, secret: string): string =>
  `${publicUrl}/signin/impersonation?link=${secret}`;

/** The rows of both users are locked, that of whoever calls in share mode. Idle and absolute lifetime are one: use does not prolong it. */
export const beginImpersonation = async (
  database: Database,
  { userId, impersonatorId }: { userId: string; impersonatorId: string },
): Promise<{ id: string; secret: string; expiresAt: Date }> => {
  const seconds = await readSetting(database, 'impersonation.lifetime');
  const [id, uid, secret] = [newId(), newSecret('s').slice(2), newSecret('cst_impersonation')];
  const row = await database.one<{ expiresAt: Date }>(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, impersonator_id, impersonator_epoch, platform, authentication_methods,
       payload, created_at, authenticated_at, last_seen_at, expires_at, idle_seconds, absolute_seconds, claim_hash, claim_until)
     select $1, $2, $3, u.id, u.epoch, i.id, i.epoch, 'OTHER', '{}',
       jsonb_build_object('kind', 'Session', 'uid', $2::text, 'accountId', $4::text, 'iat', floor(extract(epoch from now())),
         'loginTs', floor(extract(epoch from now()))),
       now(), now(), now(), now() + make_interval(secs => $5), $5, $5, $6, now() + ${CLAIM_MINUTES} * interval '1 minute'
     from users u, users i where u.id = $7 and i.id = $8 returning expires_at as "expiresAt"`,
    [
      id,
      uid,
      secretHash(newSecret('none')),
      encodeId('User', userId),
      seconds,
      secretHash(secret),
      userId,
      impersonatorId,
    ],
  );
  return { id, secret, expiresAt: row!.expiresAt };
};

export interface Claim {
  id: string;
  userId: string;
  impersonatorId: string;
  username: string;
  impersonator: string;
  expiresAt: Date;
  /** Until then, from now. */
  minutes: number;
}

const CLAIM = `select x.id, x.user_id as "userId", x.impersonator_id as "impersonatorId", u.username, i.username as impersonator,
    x.expires_at as "expiresAt", ceil(extract(epoch from x.expires_at - now()) / 60)::int as minutes
  from sessions x join users u on u.id = x.user_id join users i on i.id = x.impersonator_id`;

/** The link's session, while it waits to be taken. */
export const findClaim = (database: Database, secret: string): Promise<Claim | null> =>
  secret.length > MAX_SECRET
    ? Promise.resolve(null)
    : database.one<Claim>(`${CLAIM} where x.claim_hash = $1 and x.claim_until > now() and x.expires_at > now()`, [
        secretHash(secret),
      ]);

/** Who acts in whose place in a session. */
export const describeImpersonation = (database: Database, sessionId: string): Promise<Claim | null> =>
  database.one<Claim>(`${CLAIM} where x.id = $1`, [sessionId]);

interface Origin {
  platform: string;
  os: string | null;
  osVersion: string | null;
  browser: string | null;
  userAgent: string | null;
  ip: string | null;
  location: string | null;
}

/** Of any number who take it at once, one does. Whether it is live is for the caller to say. */
export const takeSession = async (
  database: Database,
  { id, secret, cookie, origin }: { id: string; secret: string; cookie: string; origin: Origin },
): Promise<boolean> =>
  (await database.execute(
    `update sessions set cookie_hash = $3, claim_hash = null, claim_until = null, last_seen_at = now(), platform = $4, os = $5,
       os_version = $6, browser = $7, user_agent = $8, ip = $9, location = $10
     where id = $1 and claim_hash = $2 and claim_until > now() and ended_at is null and expires_at > now()`,
    [
      id,
      secretHash(secret),
      secretHash(cookie),
      origin.platform,
      origin.os,
      origin.osVersion,
      origin.browser,
      origin.userAgent,
      origin.ip,
      origin.location,
    ],
  )) === 1;
