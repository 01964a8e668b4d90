/** The last part of every sign-in, with the user's row locked: admits a user who has authenticated. */
import type { Database } from '../../database/database';
import { recordEvents } from '../../core/event/record';
import { hasRecentLink } from '../../core/link/link';
import { acrOf } from '../../core/mutation/acr';
import { deviceLinks } from '../../modules/device';
import { mailConfirmationLink } from '../../modules/registration';
import { type BrowserSession, endSession, sessions } from '../../modules/session';
import { type SignInCandidate, users } from '../../modules/user';
import { secretHash } from '../../platform/hash';
import type { UserType } from '../../schema/enums';
import { accountIdOf } from '../account-id';
import type { ClientFacts } from '../client-facts';
import { currentRequest } from '../request/request-scope';
import { sessionLimitReached } from '../sessions/session-limit';
import { versionRefusal } from '../sessions/session-for-issue';
import { type SignInResult } from '../sessions/sign-in-result';

/** `CREDENTIALS` does not tell whether the username, the password or the user is the cause, and takes the same time for each. */
export type SignInRefusal = 'CREDENTIALS' | 'SESSION_LIMIT' | 'VERSION_CLOSED' | 'ADDRESS_UNCONFIRMED';

export interface SignedIn {
  login: SignInResult;
  /** Whether the previous session of the browser has ended. */
  replaced: boolean;
}

/** The browser and the client of a sign-in. */
export interface SignInContext {
  client: ClientFacts;
  /** The current session cookie of the browser. */
  cookie: string | undefined;
  now: Date;
}

/**
 * The session of the browser. It only continues for the same user on the same device, without impersonation; any other session ends, since its
 * cookie is replaced.
 */
export const findBrowserSession = async (
  database: Database,
  cookie: string | undefined,
): Promise<BrowserSession | null> => (cookie ? sessions(database).findOfBrowser(secretHash(cookie)) : null);

/** Records why a sign-in was refused. */
export const recordRefusedSignIn = async <T>(
  { client: { applicationId } }: Pick<SignInContext, 'client'>,
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

/** Other accounts do not sign in: they use API tokens. */
const PEOPLE: UserType[] = ['INTERNAL', 'EXTERNAL'];

/** Why a user may not sign in, for the audit log; null if they may. */
export const reasonNotAdmitted = ({ status, type, isEnabled, maySignIn }: SignInCandidate): string | null => {
  if (!PEOPLE.includes(type)) return type;
  return maySignIn ? null : isEnabled ? 'ACCOUNT_EXPIRED' : status;
};

/** How a user has authenticated. */
export interface Authentication {
  methods: string[];
  /** The password and the factors that were used. */
  credentialIds: string[];
}

export const admit = async (
  context: SignInContext,
  user: SignInCandidate,
  previous: BrowserSession | null,
  { methods: amr, credentialIds }: Authentication,
): Promise<SignedIn | SignInRefusal> => {
  const request = currentRequest();
  const database = await request.database();
  const { device, applicationId } = context.client;
  if (device && versionRefusal(device.versionStatus, await deviceLinks(database).existsOpen(user.id, device.id)))
    return recordRefusedSignIn(context, user.id, 'VERSION_CLOSED', 'VERSION_CLOSED');
  const replaced =
    previous !== null &&
    (previous.userId !== user.id || previous.deviceId !== (device?.id ?? null) || previous.impersonatorId !== null);
  if ((!previous || replaced) && (await sessionLimitReached(database, user.id, previous?.id ?? null)))
    return recordRefusedSignIn(context, user.id, 'SESSION_LIMIT', 'SESSION_LIMIT');
  if (user.mustVerify) {
    if (request.canMail && !(await hasRecentLink(database, user.id, 'CONFIRMATION')))
      await mailConfirmationLink(database, { id: user.id, email: user.email!, applicationId });
    return recordRefusedSignIn(context, user.id, 'ADDRESS_UNCONFIRMED', 'ADDRESS_UNCONFIRMED');
  }
  await users(database).stampSignIn(user.id);
  if (replaced)
    await endSession(database, request.caller({ userId: user.id, applicationId }), {
      action: 'sign_in',
      sessionId: previous.id,
      userId: previous.userId,
      impersonated: previous.impersonatorId !== null,
      removeTokens: false,
      endReason: 'REPLACED',
    });
  const at = context.now.getTime();
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
