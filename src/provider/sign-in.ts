/** Checks a password and, in one transaction with the user's row locked first, lets the person in or records why not. */
import type { Database } from '../database/database';
import { passwordMatches, secretHash } from '../platform/hash';
import { recordEvents } from '../modules/event/record';
import { lifeOf } from '../modules/revocation/live';
import { endSession } from '../modules/session/end';
import { nameKey } from '../modules/user/normalize';
import { accountIdOf } from './account-id';
import type { ClientFacts } from './client-facts';
import { currentRequest } from './request-scope';
import { isFull } from './session-limit';
import { closedTo, isConnected, type SignInResult } from './sessions';

export const MAX_USERNAME = 320;
export const MAX_PASSWORD = 1_024;

interface Candidate {
  id: string;
  status: string;
  epoch: number;
  hash: string | null;
}

const findCandidate = async (database: Database, name: string): Promise<Candidate | null> => {
  if (name === '' || name.includes('\0') || !name.isWellFormed()) return null;
  return database.one<Candidate>(
    `select u.id, u.status, u.epoch, p.hash from users u left join passwords p on p.user_id = u.id
     where u.username_key = $1 or u.email_key = $1 order by u.username_key = $1 desc limit 1`,
    [nameKey(name)],
  );
};

const MAY_SIGN_IN = ['ACTIVE', 'PENDING_LOGIN'];

export interface SignInAttempt {
  username: string;
  password: string;
  client: ClientFacts;
  /** The session cookie that the browser holds now. */
  cookie: string | undefined;
  now: Date;
}

/** The session of the browser goes on only for the same user on the same device; any other is over, since its cookie is about to go. */
const findReplaced = async (database: Database, cookie: string | undefined) => {
  if (!cookie) return null;
  const life = lifeOf('session', 'x');
  return database.one<{ id: string; uid: string; userId: string; deviceId: string | null }>(
    `select x.id, x.uid, x.user_id as "userId", x.device_id as "deviceId" from sessions x ${life.joins} where x.cookie_hash = $1 and ${life.live}`,
    [secretHash(cookie)],
  );
};

export interface SignedIn {
  login: SignInResult;
  /** Whether the session that the browser held has been ended. */
  replaced: boolean;
}

/** What is wrong with the username, the password or the user is not told apart, and takes the same time. */
export type Refused = 'CREDENTIALS' | 'SESSION_LIMIT' | 'VERSION_CLOSED';

export const signIn = async (attempt: SignInAttempt): Promise<SignedIn | Refused> => {
  const request = currentRequest();
  const outside = await request.database();
  const candidate = await findCandidate(outside, attempt.username);
  const matches = await passwordMatches(candidate?.hash ?? null, attempt.password);
  const held = matches ? await findReplaced(outside, attempt.cookie) : null;

  request.openTransaction('no key update');
  const database = await request.database();
  const { applicationId } = attempt.client;
  const fail = async (cause: string, refused: Refused = 'CREDENTIALS'): Promise<Refused> => {
    const userId = candidate?.id ?? null;
    await recordEvents(database, request.caller({ applicationId }), [
      { type: 'SIGN_IN_FAILED', outcome: 'FAILURE', userId, applicationId, details: { cause } },
    ]);
    return refused;
  };
  if (!candidate) return fail('UNKNOWN_USER');
  if (!matches) return fail('WRONG_PASSWORD');

  await request.lockUsers([candidate.id, ...(held ? [held.userId] : [])]);
  const user = await findCandidateById(database, candidate.id);
  if (!user || user.hash !== candidate.hash) return fail('PASSWORD_CHANGED');
  if (!MAY_SIGN_IN.includes(user.status)) return fail(user.status);

  const { device } = attempt.client;
  if (device && closedTo(device.versionStatus, await isConnected(database, user.id, device.id)))
    return fail('VERSION_CLOSED', 'VERSION_CLOSED');
  const replaced = held !== null && (held.userId !== user.id || held.deviceId !== (attempt.client.device?.id ?? null));
  if ((!held || replaced) && (await isFull(database, user.id, held?.id ?? null)))
    return fail('SESSION_LIMIT', 'SESSION_LIMIT');
  await database.execute('update users set last_login_at = now(), onboarding = null where id = $1', [user.id]);
  if (replaced)
    await endSession(database, request.caller({ userId: user.id, applicationId }), {
      action: 'sign_in',
      sessionId: held.id,
      userId: held.userId,
      removeTokens: false,
      endReason: 'REPLACED',
    });
  const at = attempt.now.getTime();
  return {
    login: {
      accountId: accountIdOf(user.id),
      epoch: user.epoch,
      at,
      ts: Math.floor(at / 1000),
      amr: ['pwd'],
      remember: true,
    },
    replaced,
  };
};

const findCandidateById = (database: Database, id: string): Promise<Candidate | null> =>
  database.one<Candidate>(
    'select u.id, u.status, u.epoch, p.hash from users u left join passwords p on p.user_id = u.id where u.id = $1',
    [id],
  );
