/** Shows the page of the interaction's prompt: the consent, the registration or the sign-in. */
import { signUp } from '../links/sign-up';
import { showConsent } from './consent-step';
import type { Message } from '../texts';
import type { InteractionRequest } from './interaction-request';
import { showSignIn } from './sign-in-page';

export const showPrompt = (request: InteractionRequest, status = 200, error?: Message): Promise<void> => {
  const { prompt, params } = request.interaction;
  if (prompt.name === 'create')
    return signUp(request.ctx, null, request.interrupted, error ? { status, error } : undefined);
  return prompt.name === 'consent'
    ? showConsent(request, status, error)
    : showSignIn(request, status, String(params.login_hint ?? ''), error);
};
