/** The pages of an interaction, below /signin/:uid: each step of a sign-in, and the consent. Their forms carry a CSRF token. */
import type { Context } from 'koa';
import { errors } from 'oidc-provider';
import { isInItsBrowser } from '../browser-of-interaction';
import { clientFacts } from '../client-facts';
import { signInPath } from '../links/destination';
import { forgotPassword } from '../links/forgot-password';
import { signUp } from '../links/sign-up';
import { errorPage } from '../pages';
import { sendScript } from '../page-scripts';
import { FormError, readForm } from '../request/form';
import { currentRequest } from '../request/request-scope';
import type { Message } from '../texts';
import { checkPageMethod, showExpired, showPage, showPageNotFound } from '../show-page';
import { MAX_USERNAME } from '../sign-in/password';
import { submitConsent } from './consent-step';
import { csrfMatches } from './csrf';
import { showEnrollment, submitEnrollment } from './enrollment-step';
import { InteractionRequest, type InteractionService } from './interaction-request';
import { showNewPassword, submitNewPassword } from './new-password-step';
import { submitPasskey } from './passkey-step';
import { submitPassword } from './password-step';
import { showPrompt } from './prompt-page';
import { showSecondFactor, submitCode } from './second-factor-step';
import { showSignIn } from './sign-in-page';

const FORM_EXPIRED: Message = ({ form }) => form.expired;

const PATH = /^\/signin\/([\w-]{1,64})(?:\/(cancel|switch|login|code|enroll|passkey|password|forgotten|sign-up))?$/;

export class Interactions {
  constructor(private readonly service: InteractionService) {}

  get origin(): string {
    return this.service.origin;
  }

  async handle(ctx: Context): Promise<void> {
    if (sendScript(ctx)) return;
    const matched = PATH.exec(ctx.path);
    if (!matched) return showPageNotFound(ctx);
    const [, uid, step] = matched;
    if (!(await checkPageMethod(ctx))) return;
    const { provider } = this.service;
    try {
      const interaction = await provider.interactionDetails(ctx.req, ctx.res);
      currentRequest().uiLocales = interaction.params.ui_locales as string | undefined;
      const client = await provider.Client.find(String(interaction.params.client_id));
      if (interaction.uid !== uid || !isInItsBrowser(ctx, interaction)) return showExpired(ctx);
      if (!client)
        return showPage(
          ctx,
          400,
          errorPage({
            title: (t) => t.errors.unknownApplicationTitle,
            message: (t) => t.errors.applicationDisabled,
          }),
        );
      if (clientFacts(client).device?.versionStatus === 'DISABLED')
        return showPage(ctx, 403, errorPage({ title: (t) => t.errors.updateTitle, message: (t) => t.errors.update }));
      const request = new InteractionRequest(this.service, ctx, interaction, client);
      await (ctx.method === 'POST' ? submitStep(request, step) : showStep(request, step));
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return showExpired(ctx);
      if (error instanceof FormError)
        return showPage(
          ctx,
          error.status,
          errorPage({
            title: (t) => t.errors.formUnreadableTitle,
            message: (t) => t.errors[error.cause],
            backUrl: ctx.path,
          }),
        );
      throw error;
    }
  }
}

const showStep = (request: InteractionRequest, step: string | undefined): Promise<void> => {
  if (step === 'code') return showSecondFactor(request);
  if (step === 'enroll') return showEnrollment(request);
  if (step === 'login') return showSignIn(request, 200, '', undefined, signInPath(request.interaction.uid));
  if (step === 'forgotten') return forgotPassword(request.ctx, null, request.interrupted);
  if (step === 'sign-up') return signUp(request.ctx, null, request.interrupted);
  return step === 'password' ? showNewPassword(request) : showPrompt(request);
};

const submitStep = async (request: InteractionRequest, step: string | undefined): Promise<void> => {
  const form = await readForm(request.ctx.req);
  if (!csrfMatches(request.interaction, form.get('csrf'))) {
    if (form.has('username'))
      return showSignIn(request, 403, form.get('username')!.slice(0, MAX_USERNAME), FORM_EXPIRED);
    return showPrompt(request, 403, FORM_EXPIRED);
  }
  if (step === 'cancel') return request.deny('the sign-in was cancelled');
  if (step === 'switch') return showSignIn(request, 200, '', undefined, `${request.path}/login`);
  if (step === 'forgotten') return forgotPassword(request.ctx, form, request.interrupted);
  if (step === 'sign-up') return signUp(request.ctx, form, request.interrupted);
  if (step === 'code') return submitCode(request, form.get('code') ?? '');
  if (step === 'enroll') return submitEnrollment(request, form);
  if (step === 'password') return submitNewPassword(request, form.get('newPassword') ?? '');
  if (step === 'passkey') return submitPasskey(request, form.get('response') ?? '');
  if (step === 'login' || request.interaction.prompt.name === 'login') return submitPassword(request, form, step);
  if (request.interaction.prompt.name === 'consent') return submitConsent(request, form.get('decision'));
  return showPrompt(request);
};
