/** The last step of a sign-in for users who must choose a new password. */
import { Refusal } from '../../schema/errors';
import { newPasswordPage } from '../pages';
import { pageMessage } from '../show-page';
import { findNewPasswordRequest, signInWithNewPassword } from '../sign-in/new-password';
import type { InteractionRequest } from './interaction-request';
import { showPrompt } from './prompt-page';
import { showRefusal } from './sign-in-page';

export const showNewPassword = async (request: InteractionRequest, status = 200, error?: string): Promise<void> => {
  const required = await findNewPasswordRequest(request.secret);
  if (!required) return error ? showRefusal(request, 'EXPIRED') : showPrompt(request);
  const page = newPasswordPage({
    title: 'Choose a new password',
    why: 'You must change your password before you continue. You will be signed out everywhere else.',
    ...{
      action: `${request.path}/password`,
      cancelAction: `${request.path}/cancel`,
      button: 'Change password and sign in',
    },
    ...{ hidden: { name: 'csrf', value: request.csrf }, username: required.username, minimum: required.minimum },
    ...(error ? { error } : {}),
  });
  request.show(status, page);
};

export const submitNewPassword = async (request: InteractionRequest, password: string): Promise<void> => {
  if (password === '') return showNewPassword(request, 400, 'Enter a new password.');
  try {
    const signedIn = await signInWithNewPassword({
      ...request.signInContext,
      password,
      interaction: request.secret,
    });
    if (typeof signedIn === 'string') return showRefusal(request, signedIn);
    return request.complete(signedIn);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return showNewPassword(request, 400, pageMessage(error.message));
  }
};
