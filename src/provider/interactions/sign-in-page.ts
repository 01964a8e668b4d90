/** Shows the form for username and password. */
import { isRegistrationOpen } from '../../modules/registration';
import { impersonationIn } from '../library-pages';
import { signInPage } from '../pages';
import { currentDatabase, currentRequest } from '../request/request-scope';
import type { SignInRefusal } from '../sign-in/admit';
import type { ProofExpired } from '../sign-in/password-proof';
import type { InteractionRequest } from './interaction-request';
import { SESSION_LIMIT, SIGN_IN_EXPIRED, VERSION_CLOSED, WRONG_CREDENTIALS } from './messages';
import { passkeyForm } from './passkey-options';

export const showSignIn = async (
  request: InteractionRequest,
  status: number,
  username: string,
  error?: string,
  action = request.path,
): Promise<void> => {
  const passkey = await passkeyForm(request);
  const page = signInPage({
    ...(passkey ? { passkey } : {}),
    action,
    csrf: request.csrf,
    applicationName: request.application.applicationName,
    cancelAction: `${request.path}/cancel`,
    ...(currentRequest().canMail ? { forgottenUrl: `${request.path}/forgotten` } : {}),
    ...((await isRegistrationOpen(await currentDatabase(), currentRequest()))
      ? { signUpUrl: `${request.path}/sign-up` }
      : {}),
    ...(username ? { username } : {}),
    ...(error ? { error } : {}),
    ...(await impersonationIn(request.session)),
  });
  request.show(status, page);
};

/** Shows why the sign-in was refused. */
export const showRefusal = async (
  request: InteractionRequest,
  refused: SignInRefusal | ProofExpired,
  username = '',
  action = `${request.path}/login`,
): Promise<void> => {
  if (refused === 'EXPIRED') return showSignIn(request, 401, username, SIGN_IN_EXPIRED, action);
  if (refused === 'CREDENTIALS') return showSignIn(request, 401, username, WRONG_CREDENTIALS, action);
  const message = refused === 'VERSION_CLOSED' ? VERSION_CLOSED : SESSION_LIMIT;
  return showSignIn(request, 403, username, message, action);
};
