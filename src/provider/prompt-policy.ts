/** When the user is prompted: the library's prompts with additional checks for devices, disabled users and two factors. */
import { errors, interactionPolicy } from 'oidc-provider';
import { isRegistrationOpen } from '../modules/registration';
import { ONE_FACTOR, TWO_FACTORS } from '../core/mutation/acr';
import { attributeScopes } from '../modules/application';
import { clientFacts } from './client-facts';
import { currentDatabase, currentRequest } from './request/request-scope';
import { signInResult } from './sessions/sign-in-result';

const { Check, Prompt } = interactionPolicy;

export const promptPolicy = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();

  // OpenID Connect: Initiating User Registration 1.0.
  policy.add(
    new Prompt(
      { name: 'create', requestable: true },
      new Check('closed', 'registration is disabled', 'invalid_request', async (ctx) => {
        if (ctx.oidc.promptPending('create') && !(await isRegistrationOpen(await currentDatabase(), currentRequest())))
          throw new errors.InvalidRequest('prompt=create is not supported: registration is disabled, or the service has no mail server');
        return Check.NO_NEED_TO_PROMPT;
      }),
    ),
    0,
  );

  policy
    .get('login')!
    .checks.add(
      new Check('account', 'the user of the session may not sign in', 'login_required', (ctx) =>
        ctx.oidc.session?.accountId !== undefined && ctx.oidc.account === undefined
          ? Check.REQUEST_PROMPT
          : Check.NO_NEED_TO_PROMPT,
      ),
    );

  // A session belongs to one device or to none. So each token of an installation depends on the link of its user and its device, and
  // disconnecting a device does not end tokens of other clients.
  policy.get('login')!.checks.add(
    new Check('device', 'the session does not belong to this device', 'login_required', (ctx) => {
      const session = ctx.oidc.session && currentRequest().sessions.get(ctx.oidc.session.uid);
      if (!session) return Check.NO_NEED_TO_PROMPT;
      const device = clientFacts(ctx.oidc.client!).device?.id ?? null;
      return session.deviceId === device ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );

  // RFC 9470 §5: a client that asks for two factors gets them or an error, never a sign-in with one factor.
  policy.get('login')!.checks.add(
    new Check('acr', 'two factors are required', 'unmet_authentication_requirements', (ctx) => {
      const requestedAcr = String(ctx.oidc.params?.acr_values ?? '').split(' ');
      const satisfied =
        !requestedAcr.includes(TWO_FACTORS) || requestedAcr.includes(ONE_FACTOR) || ctx.oidc.acr === TWO_FACTORS;
      if (satisfied || !ctx.oidc.session?.accountId) return Check.NO_NEED_TO_PROMPT;
      if (signInResult(ctx)) throw new errors.UnmetAuthenticationRequirements('the user has no second factor');
      return Check.REQUEST_PROMPT;
    }),
  );

  // RFC 8252 §8.6 requires consent each time because native clients cannot be told apart. Ours have their own credentials.
  policy.get('consent')!.checks.remove('native_client_prompt');

  // The library compares scopes. A claim that was added to the application since adds an attribute, which the user has to allow.
  policy.get('consent')!.checks.add(
    new Check('attributes', 'the user has not consented to an attribute', 'consent_required', (ctx) => {
      const { client, grant, requestParamScopes } = ctx.oidc;
      const consented = grant!.getOIDCScope().split(' ');
      return attributeScopes(clientFacts(client!).claims, requestParamScopes).every((one) => consented.includes(one))
        ? Check.NO_NEED_TO_PROMPT
        : Check.REQUEST_PROMPT;
    }),
  );
  return policy;
};
