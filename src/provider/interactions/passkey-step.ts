/** Signing in with a passkey, instead of the password or after it. */
import { signInWithPasskey } from '../sign-in/passkey';
import type { InteractionRequest } from './interaction-request';
import { passkeyChallenge } from './passkey-options';
import { showRefusal, showSignIn } from './sign-in-page';

export const submitPasskey = async (request: InteractionRequest, response: string): Promise<void> => {
  const signedIn = await signInWithPasskey({
    ...request.signInContext,
    response,
    interaction: request.secret,
    challenge: passkeyChallenge(request),
    origin: request.service.origin,
  });
  if (signedIn === 'NEW_PASSWORD') return request.redirectToStep('password');
  if (signedIn === 'PASSKEY')
    return showSignIn(request, 401, '', (t) => t.signIn.wrongPasskey, `${request.path}/login`);
  if (typeof signedIn === 'string') return showRefusal(request, signedIn);
  return request.complete(signedIn);
};
