/** The consent page: a user allows an application what it asks for, or denies it. */
import { readSetting } from '../../core/setting/settings';
import { users } from '../../modules/user';
import { userIdOf } from '../account-id';
import { giveConsent, type Scopes } from '../consents';
import { requestedScopesOfUser } from '../grants';
import { impersonationIn } from '../library-pages';
import { consentPage } from '../pages';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { findResourceServer, resourceServerInfo } from '../resources';
import { showExpired } from '../show-page';
import type { Message } from '../texts';
import type { InteractionRequest } from './interaction-request';

export const showConsent = async (request: InteractionRequest, status: number, error?: Message): Promise<void> => {
  const accountId = request.interaction.session?.accountId;
  if (!accountId) return showExpired(request.ctx);
  const userId = userIdOf(accountId);
  const requested = await scopesAskedFor(request, userId);
  const username =
    currentRequest().users.get(userId)?.username ?? (await users(await currentDatabase()).findUsername(userId));
  if (username === null) return showExpired(request.ctx);
  const resources = await Promise.all(
    Object.entries(requested.resources)
      .filter(([, scopes]) => scopes.length > 0)
      .map(async ([identifier, scopes]) => ({ name: await resourceName(request, identifier), scopes })),
  );
  const { applicationName, device } = request.application;
  const page = consentPage({
    action: request.path,
    csrf: request.csrf,
    applicationName,
    username,
    scopes: requested.scopes,
    resources,
    switchAccountAction: `${request.path}/switch`,
    ...(device ? { deviceName: device.name } : {}),
    ...(await impersonationIn(request.session)),
    ...(error ? { error } : {}),
  });
  return request.show(status, page);
};

export const submitConsent = async (request: InteractionRequest, decision: string | undefined): Promise<void> => {
  if (decision === 'deny') return request.deny('the request was denied');
  const { session } = request.interaction;
  if (!session?.accountId) return showExpired(request.ctx);
  if (decision !== 'allow') return showConsent(request, 400, (t) => t.consent.choose);
  const userId = userIdOf(session.accountId);
  const requested = await scopesAskedFor(request, userId);
  const scope = currentRequest();
  scope.openTransaction('share');
  await scope.lockUser(userId);
  if (!(await sessionIsLive(request, session.uid))) return showExpired(request.ctx);
  if (request.session?.impersonatorId) return showConsent(request, 403);
  await giveConsent(userId, request.application, requested, request.session?.id ?? null);
  await request.finish({ consent: {} });
};

/** The scopes that the authorization asks for, by its own rules. */
const scopesAskedFor = async (
  { interaction, client, service }: InteractionRequest,
  userId: string,
): Promise<Scopes> => {
  const describeResource = resourceServerInfo(service.graphqlUrl);
  const { scope, resource } = interaction.params as { scope?: string; resource?: string | string[] };
  const resourceServers: Record<string, { scope: string }> = {};
  for (const identifier of resource === undefined ? [] : [resource].flat())
    resourceServers[identifier] = await describeResource({} as never, identifier, client);
  const oidc = { client, requestParamScopes: new Set(scope?.split(' ')), resourceServers };
  return requestedScopesOfUser({ oidc } as unknown as Parameters<typeof requestedScopesOfUser>[0], userId);
};

const resourceName = async ({ service }: InteractionRequest, identifier: string): Promise<string> => {
  if (identifier === service.graphqlUrl) return readSetting(await currentDatabase(), 'branding.name');
  return (await findResourceServer(identifier))?.name ?? identifier;
};

const sessionIsLive = async ({ service }: InteractionRequest, uid: string | undefined): Promise<boolean> =>
  uid !== undefined && (await service.provider.Session.findByUid(uid)) !== undefined;
