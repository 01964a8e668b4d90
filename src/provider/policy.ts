/** When a person is asked: the library's prompts, with what devices and disabled users need, and without what installations do not. */
import { errors, interactionPolicy } from 'oidc-provider';
import { ONE_FACTOR, TWO_FACTORS } from '../core/mutation/acr';
import { clientFacts } from './client-facts';
import { currentRequest } from './request-scope';
import { signInResult } from './sessions';

const { Check } = interactionPolicy;

export const promptPolicy = (): interactionPolicy.DefaultPolicy => {
  const policy = interactionPolicy.base();

  policy
    .get('login')!
    .checks.add(
      new Check('account', 'the user of the session may not sign in', 'login_required', (ctx) =>
        ctx.oidc.session?.accountId !== undefined && ctx.oidc.account === undefined
          ? Check.REQUEST_PROMPT
          : Check.NO_NEED_TO_PROMPT,
      ),
    );

  // A session belongs to one device or to none: so each token of an installation hangs on the link of its user and its device, and
  // disconnecting a device ends nothing that another client was given.
  policy.get('login')!.checks.add(
    new Check('device', 'the session is not one of this device', 'login_required', (ctx) => {
      const session = ctx.oidc.session && currentRequest().sessions.get(ctx.oidc.session.uid);
      if (!session) return Check.NO_NEED_TO_PROMPT;
      const device = clientFacts(ctx.oidc.client!).device?.id ?? null;
      return session.deviceId === device ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );

  // RFC 9470 §5: who asks for two factors gets them, or is told that there are none; never a sign-in with less.
  policy.get('login')!.checks.add(
    new Check('acr', 'two factors are asked for', 'unmet_authentication_requirements', (ctx) => {
      const asked = String(ctx.oidc.params?.acr_values ?? '').split(' ');
      const satisfied = !asked.includes(TWO_FACTORS) || asked.includes(ONE_FACTOR) || ctx.oidc.acr === TWO_FACTORS;
      if (satisfied || !ctx.oidc.session?.accountId) return Check.NO_NEED_TO_PROMPT;
      if (signInResult(ctx)) throw new errors.UnmetAuthenticationRequirements('the user has no second factor');
      return Check.REQUEST_PROMPT;
    }),
  );

  // RFC 8252 §8.6 wants consent each time because native clients cannot be told apart; ours have credentials of their own.
  policy.get('consent')!.checks.remove('native_client_prompt');
  return policy;
};
