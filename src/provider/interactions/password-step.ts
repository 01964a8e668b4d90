/** The first step of a sign-in: username and password. */
import { TooManyFailures } from '../../core/throttle/attempts';
import { refusalMessage } from '../show-page';
import { browserValues } from '../sign-in/known-browser';
import { MAX_PASSWORD, MAX_USERNAME, signIn } from '../sign-in/password';
import type { InteractionRequest } from './interaction-request';
import { showRefusal, showSignIn } from './sign-in-page';

export const submitPassword = async (
  request: InteractionRequest,
  form: Map<string, string>,
  step: string | undefined,
): Promise<void> => {
  const username = form.get('username') ?? '';
  const password = form.get('password') ?? '';
  const action = step ? `${request.path}/${step}` : request.path;
  if (username.trim() === '' || password === '')
    return showSignIn(request, 400, username, (t) => t.signIn.missing, action);
  if (username.length > MAX_USERNAME || password.length > MAX_PASSWORD)
    return showSignIn(request, 400, username.slice(0, MAX_USERNAME), (t) => t.signIn.tooLong, action);
  const signedIn = await signIn({
    ...request.signInContext,
    username: username.trim(),
    password,
    browser: browserValues(request.ctx, request.secure),
    interaction: request.secret,
  });
  if (signedIn === 'SECOND_FACTOR') return request.redirectToStep('code');
  if (signedIn === 'ENROLLMENT') return request.redirectToStep('enroll');
  if (signedIn === 'NEW_PASSWORD') return request.redirectToStep('password');
  if (typeof signedIn === 'string') return showRefusal(request, signedIn, username, action);
  if (signedIn instanceof TooManyFailures) {
    request.ctx.set('retry-after', String(signedIn.seconds));
    return showSignIn(request, 429, username, refusalMessage(signedIn), action);
  }
  return request.complete(signedIn);
};
