/** OpenID CIBA in poll mode: a client requests a sign-in, and the user confirms it on a device with mobile authentication. */
import type { Account, Client, KoaContextWithOIDC } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { recordEvents } from '../core/event/record';
import { notifyDevices } from '../modules/push';
import { authenticationRequests } from '../modules/mobile';
import { users } from '../modules/user';
import { nameKey } from '../platform/name-key';
import { secretHash } from '../platform/hash';
import { encodeId } from '../platform/type-id';
import { accountIdOf, userIdOf } from './account-id';
import { clientFacts } from './client-facts';
import { currentDatabase, currentRequest } from './request/request-scope';

export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';

const MAX_HINT = 320;
const MAX_MESSAGE = 100;
const MINUTES = 5;
const MAX_MINUTES = 10;

/** Only finds users who can confirm a sign-in on a device, and reveals nothing about others. */
const processLoginHint = async (_ctx: KoaContextWithOIDC, hint: string | undefined): Promise<string | undefined> => {
  if (!hint || hint.length > MAX_HINT || hint.includes('\0') || !hint.isWellFormed()) return undefined;
  const userId = await users(await currentDatabase()).findIdForMobile(nameKey(hint));
  return userId ? accountIdOf(userId) : undefined;
};

const validateBindingMessage = async (_ctx: KoaContextWithOIDC, message?: string): Promise<void> => {
  if (message !== undefined && (message.length > MAX_MESSAGE || !/^[\p{L}\p{N}\p{P}\p{Sc}\p{Sm} ]+$/u.test(message)))
    throw new errors.InvalidBindingMessage(`binding_message must be 1 to ${MAX_MESSAGE} printable characters`);
};

const validateRequestContext = async (ctx: KoaContextWithOIDC): Promise<void> => {
  if (ctx.oidc.params?.resource !== undefined)
    throw new errors.InvalidTarget('a sign-in on a device is for this service only; omit resource');
};

/** Runs in the transaction that writes the request, so that the notified devices find it. */
const triggerAuthenticationDevice = async (
  _ctx: KoaContextWithOIDC,
  request: { jti: string },
  account: Account,
  client: Client,
): Promise<void> => {
  const scope = currentRequest();
  const database = await scope.database();
  const userId = userIdOf(account.accountId);
  const { applicationId } = clientFacts(client);
  const row = (await authenticationRequests(database).findExpiry(secretHash(request.jti)))!;
  await recordEvents(database, scope.caller({ applicationId }), [
    { type: 'AUTHENTICATION_REQUESTED', userId, applicationId },
  ]);
  const authenticationId = encodeId('AuthenticationRequest', row.id);
  await notifyDevices(database, { authenticationId, userId, applicationId, expiresAt: row.expiresAt });
};

export const ciba = {
  enabled: true,
  deliveryModes: ['poll'] as 'poll'[],
  processLoginHint,
  processLoginHintToken: async () => undefined,
  validateBindingMessage,
  validateRequestContext,
  verifyUserCode: async () => undefined,
  triggerAuthenticationDevice,
};

/** Seconds that a request waits for the user: what the client asks for, up to a maximum (CIBA Core section 7.1). */
export const requestLifetime = (ctx: KoaContextWithOIDC): number => {
  const requested = Number(ctx.oidc.params?.requested_expiry ?? MINUTES * 60);
  return Math.min(requested, MAX_MINUTES * 60);
};
