/** Completes responses of oidc-provider within their transaction: records events and usage, and adds what the library does not know. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { recordEvents } from '../core/event/record';
import { isRegistrationOpen } from '../modules/registration';
import type { UsageRecorder } from '../modules/session';
import { userIdOf } from './account-id';
import { findToken, type LiveToken } from './adapters/token';
import { describeToken, type IntrospectionAnswer, noteUse } from './checked-token';
import { clientFacts } from './client-facts';
import { withoutFacts } from './registration';
import { originOf } from './resources';
import { currentDatabase, currentRequest } from './request/request-scope';
import { subjectOf } from './subject';

export const completeAnswer = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  if (!('oidc' in ctx) || ctx.oidc === undefined || currentRequest().fault !== undefined) return;
  const { route } = ctx.oidc;
  if (route === 'token' && ctx.status === 200) await recordIssue(ctx, usage);
  if (route === 'introspection') await describeAnswer(ctx, usage);
  if (route === 'userinfo' && ctx.status === 200) await touch(ctx.oidc.entities.AccessToken?.jti, usage);
  if (route === 'discovery' && ctx.status === 200) await addPrompts(ctx);
  if (route === 'registration' && ctx.status === 201) ctx.body = withoutFacts(ctx.body);
};
/** OpenID Connect: Initiating User Registration 1.0, section 4.2. */
const addPrompts = async (ctx: KoaContextWithOIDC): Promise<void> => {
  const isOpen = await isRegistrationOpen(await currentDatabase(), currentRequest());
  Object.assign(ctx.body as object, {
    prompt_values_supported: ['none', 'login', 'consent', ...(isOpen ? ['create'] : [])],
  });
};
/** One event per token response. */
const recordIssue = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  const { AccessToken, ClientCredentials, RefreshToken, AuthorizationCode } = ctx.oidc.entities;
  const issued = AccessToken ?? ClientCredentials;
  if (!issued || !ctx.oidc.client) return;
  const facts = clientFacts(ctx.oidc.client);
  const request = currentRequest();
  const userId = AccessToken ? userIdOf(AccessToken.accountId) : null;
  const database = await request.database();
  const family = AccessToken && (await originOf(AccessToken.grantId!));
  const impersonatorId = family?.impersonatorId ?? null;
  await recordEvents(database, request.caller({ userId, impersonatorId, applicationId: facts.applicationId }), [
    {
      type: 'TOKEN_ISSUED',
      userId,
      applicationId: facts.applicationId,
      deviceId: facts.device?.id ?? null,
      sessionId: family?.sessionId ?? null,
      details: {
        grantType: ctx.oidc.params?.grant_type,
        scopes: issued.scope?.split(' ') ?? [],
        ...(issued.aud === undefined ? {} : { resource: issued.aud }),
        refreshToken: RefreshToken !== undefined && (AuthorizationCode ?? AccessToken) !== undefined,
      },
    },
  ]);
  if (family?.sessionId) usage.session(family.sessionId);
  if (family?.deviceLinkId) usage.device(family.deviceLinkId);
  else if (facts.device) usage.installation(facts.device.id);
};

const describeAnswer = async (ctx: KoaContextWithOIDC, usage: UsageRecorder): Promise<void> => {
  const body = ctx.body as IntrospectionAnswer | undefined;
  if (ctx.status !== 200 || body?.active !== true) return;
  const userId = body.sub === undefined ? null : userIdOf(body.sub);
  const token = await touch(ctx.oidc.params?.token as string | undefined, usage);
  describeToken(body, {
    user: userId ? { username: currentRequest().users.get(userId)?.username, subject: await subjectOf(userId) } : null,
    tokenId: token?.id,
    actor: token?.impersonatorId ? await subjectOf(token.impersonatorId) : null,
  });
};

const touch = async (value: string | undefined, usage: UsageRecorder): Promise<LiveToken | null> => {
  const token = value ? await findToken(value) : null;
  if (token) noteUse(usage, token);
  return token;
};
