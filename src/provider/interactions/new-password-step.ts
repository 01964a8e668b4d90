/** The last step of a sign-in for users who must choose a new password. */
import { Refusal } from '../../schema/errors';
import { newPasswordPage } from '../pages';
import { refusalMessage } from '../show-page';
import type { Message } from '../texts';
import { findNewPasswordRequest, signInWithNewPassword } from '../sign-in/new-password';
import type { InteractionRequest } from './interaction-request';
import { showPrompt } from './prompt-page';
import { showRefusal } from './sign-in-page';

export const showNewPassword = async (request: InteractionRequest, status = 200, error?: Message): Promise<void> => {
  const required = await findNewPasswordRequest(request.secret);
  if (!required) return error ? showRefusal(request, 'EXPIRED') : showPrompt(request);
  const page = newPasswordPage({
    ...{ action: `${request.path}/password`, cancelAction: `${request.path}/cancel` },
    ...{ hidden: { name: 'csrf', value: request.csrf }, username: required.username, minimum: required.minimum },
    ...(error ? { error } : {}),
  });
  return request.show(status, page);
};

export const submitNewPassword = async (request: InteractionRequest, password: string): Promise<void> => {
  if (password === '') return showNewPassword(request, 400, (t) => t.form.enterNewPassword);
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
    return showNewPassword(request, 400, refusalMessage(error));
  }
};
