/** Lets somebody in who has proved who they are: the last part of every sign-in, with the user's row locked. */
import type { Database } from '../database/database';
import { recordEvents } from '../core/event/record';
import { acrOf } from '../core/mutation/acr';
import { deviceLinks } from '../modules/device';
import { type BrowserSession, endSession, sessions } from '../modules/session';
import { type SignInCandidate, users } from '../modules/user';
import { secretHash } from '../platform/hash';
import type { UserType } from '../schema/enums';
import { accountIdOf } from './account-id';
import type { ClientFacts } from './client-facts';
import { currentRequest } from './request-scope';
import { isFull } from './session-limit';
import { closedTo, type SignInResult } from './sessions';

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

/** The session of the browser goes on only for the same user on the same device, who is there in person; any other is over, since its cookie is about to go. */
export const findHeld = async (database: Database, cookie: string | undefined): Promise<BrowserSession | null> =>
  cookie ? sessions(database).findOfBrowser(secretHash(cookie)) : null;

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
export const barredBy = ({ status, type, isEnabled, maySignIn }: SignInCandidate): string | null => {
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
  user: SignInCandidate,
  held: BrowserSession | null,
  { methods: amr, credentialIds }: Proved,
): Promise<SignedIn | Refused> => {
  const request = currentRequest();
  const database = await request.database();
  const { device, applicationId } = place.client;
  if (device && closedTo(device.versionStatus, await deviceLinks(database).existsOpen(user.id, device.id)))
    return refuse(place, user.id, 'VERSION_CLOSED', 'VERSION_CLOSED');
  const replaced =
    held !== null &&
    (held.userId !== user.id || held.deviceId !== (device?.id ?? null) || held.impersonatorId !== null);
  if ((!held || replaced) && (await isFull(database, user.id, held?.id ?? null)))
    return refuse(place, user.id, 'SESSION_LIMIT', 'SESSION_LIMIT');
  await users(database).stampSignIn(user.id);
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
