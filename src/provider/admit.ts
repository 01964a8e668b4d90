/** Lets somebody in who has proved who they are: the last part of every sign-in, with the user's row locked. */
import type { Database } from '../database/database';
import { recordEvents } from '../core/event/record';
import { acrOf } from '../core/mutation/acr';
import { lifeOf, userIsEnabled, userMaySignIn } from '../core/liveness/live';
import { endSession } from '../modules/session';
import { secretHash } from '../platform/hash';
import type { UserType } from '../schema/enums';
import { accountIdOf } from './account-id';
import type { ClientFacts } from './client-facts';
import { currentRequest } from './request-scope';
import { isFull } from './session-limit';
import { closedTo, isConnected, type SignInResult } from './sessions';

export interface Candidate {
  id: string;
  username: string;
  email: string | null;
  name: string | null;
  status: string;
  type: UserType;
  isEnabled: boolean;
  maySignIn: boolean;
  epoch: number;
  hash: string | null;
  /** Of the password. */
  passwordId: string | null;
  /** Nobody signs in with the password. */
  locked: boolean;
  /** Another password is to be chosen. */
  mustChange: boolean;
  /** The password is long enough only with a second factor. */
  needsSecondFactor: boolean;
}

export const CANDIDATE = `select u.id, u.username, u.email, u.name, u.status, u.type, ${userIsEnabled('u')} as "isEnabled", ${userMaySignIn('u')} as "maySignIn", u.epoch, p.hash, p.id as "passwordId", u.password_locked_at is not null as locked,
  u.password_change_required_at is not null as "mustChange", coalesce(p.needs_second_factor, false) as "needsSecondFactor"
  from users u left join passwords p on p.user_id = u.id`;
export const findCandidateById = (database: Database, id: string): Promise<Candidate | null> =>
  database.one<Candidate>(`${CANDIDATE} where u.id = $1`, [id]);

/** What is wrong with the username, the password or the user is not told apart, and takes the same time. */
export type Refused = 'CREDENTIALS' | 'SESSION_LIMIT' | 'VERSION_CLOSED';

export interface SignedIn {
  login: SignInResult;
  /** Whether the session that the browser held has been ended. */
  replaced: boolean;
}

/** The browser and the client in which somebody signs in. */
export interface Place {
  client: ClientFacts;
  /** The session cookie that the browser holds now. */
  cookie: string | undefined;
  now: Date;
}

export interface Held {
  id: string;
  uid: string;
  userId: string;
  deviceId: string | null;
  impersonatorId: string | null;
}

/** The session of the browser goes on only for the same user on the same device, who is there in person; any other is over, since its cookie is about to go. */
export const findHeld = async (database: Database, cookie: string | undefined): Promise<Held | null> => {
  if (!cookie) return null;
  const life = lifeOf('session', 'x');
  return database.one<Held>(
    `select x.id, x.uid, x.user_id as "userId", x.device_id as "deviceId", x.impersonator_id as "impersonatorId" from sessions x ${life.joins} where x.cookie_hash = $1 and ${life.live}`,
    [secretHash(cookie)],
  );
};

/** Records why somebody is not let in. */
export const refuse = async <T>(
  { client: { applicationId } }: Pick<Place, 'client'>,
  userId: string | null,
  cause: string,
  refused: T,
): Promise<T> => {
  const request = currentRequest();
  await recordEvents(await request.database(), request.caller({ applicationId }), [
    { type: 'SIGN_IN_FAILED', outcome: 'FAILURE', userId, applicationId, details: { cause } },
  ]);
  return refused;
};

/** Accounts that are no person's are used by API tokens, and by no page. */
const PEOPLE: UserType[] = ['INTERNAL', 'EXTERNAL'];

/** Why a user may not sign in, for the audit trail; null where nothing is against it. */
export const barredBy = ({ status, type, isEnabled, maySignIn }: Candidate): string | null => {
  if (!PEOPLE.includes(type)) return type;
  return maySignIn ? null : isEnabled ? 'ACCOUNT_EXPIRED' : status;
};

/** How somebody has proved who they are. */
export interface Proved {
  methods: string[];
  /** The password and the factors that they used. */
  credentialIds: string[];
}

export const admit = async (
  place: Place,
  user: Candidate,
  held: Held | null,
  { methods: amr, credentialIds }: Proved,
): Promise<SignedIn | Refused> => {
  const request = currentRequest();
  const database = await request.database();
  const { device, applicationId } = place.client;
  if (device && closedTo(device.versionStatus, await isConnected(database, user.id, device.id)))
    return refuse(place, user.id, 'VERSION_CLOSED', 'VERSION_CLOSED');
  const replaced =
    held !== null &&
    (held.userId !== user.id || held.deviceId !== (device?.id ?? null) || held.impersonatorId !== null);
  if ((!held || replaced) && (await isFull(database, user.id, held?.id ?? null)))
    return refuse(place, user.id, 'SESSION_LIMIT', 'SESSION_LIMIT');
  await database.execute(
    'update users set last_login_at = now(), last_activity_at = now(), onboarding = null where id = $1',
    [user.id],
  );
  if (replaced)
    await endSession(database, request.caller({ userId: user.id, applicationId }), {
      action: 'sign_in',
      sessionId: held.id,
      userId: held.userId,
      impersonated: held.impersonatorId !== null,
      removeTokens: false,
      endReason: 'REPLACED',
    });
  const at = place.now.getTime();
  const login = {
    accountId: accountIdOf(user.id),
    epoch: user.epoch,
    at,
    ts: Math.floor(at / 1000),
    amr,
    acr: acrOf(amr),
    credentialIds,
    remember: true,
  };
  return { login, replaced };
};
