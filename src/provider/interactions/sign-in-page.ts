/** Shows the form for username and password. */
import { isRegistrationOpen } from '../../modules/registration';
import { impersonationIn } from '../library-pages';
import { signInPage } from '../pages';
import { currentDatabase, currentRequest } from '../request/request-scope';
import type { SignInRefusal } from '../sign-in/admit';
import type { Message } from '../texts';
import type { ProofExpired } from '../sign-in/password-proof';
import type { InteractionRequest } from './interaction-request';
import { passkeyForm } from './passkey-options';

export const showSignIn = async (
  request: InteractionRequest,
  status: number,
  username: string,
  error?: Message,
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
  return request.show(status, page);
};

/** Shows why the sign-in was refused. */
export const showRefusal = async (
  request: InteractionRequest,
  refused: SignInRefusal | ProofExpired,
  username = '',
  action = `${request.path}/login`,
): Promise<void> => {
  if (refused === 'EXPIRED') return showSignIn(request, 401, username, (t) => t.signIn.expired, action);
  if (refused === 'CREDENTIALS') return showSignIn(request, 401, username, (t) => t.signIn.wrong, action);
  if (refused === 'ADDRESS_UNCONFIRMED') {
    const { canMail } = currentRequest();
    return showSignIn(request, 403, username, (t) => (canMail ? t.signIn.unconfirmed : t.signIn.unconfirmable), action);
  }
  const message: Message = ({ signIn }) => (refused === 'VERSION_CLOSED' ? signIn.versionClosed : signIn.sessionLimit);
  return showSignIn(request, 403, username, message, action);
};
