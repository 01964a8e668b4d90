/** The step of a sign-in for users who must set up a second factor. */
import type { PendingTotp } from '../../modules/factor';
import { enrollmentPage } from '../pages';
import type { Message } from '../texts';
import { beginEnrollment, signInByEnrollment } from '../sign-in/enrollment';
import type { InteractionRequest } from './interaction-request';
import { showPrompt } from './prompt-page';
import { showRefusal } from './sign-in-page';

const MAX_CODE = 100;

const show = (request: InteractionRequest, pending: PendingTotp, status = 200, error?: Message): Promise<void> =>
  request.show(
    status,
    enrollmentPage({
      ...{ action: `${request.path}/enroll`, cancelAction: `${request.path}/cancel`, csrf: request.csrf },
      ...pending,
      ...(error ? { error } : {}),
    }),
  );

const attemptOf = (request: InteractionRequest) => ({
  ...request.signInContext,
  interaction: request.secret,
  sealing: request.service.sealing,
});

export const showEnrollment = async (request: InteractionRequest): Promise<void> => {
  const pending = await beginEnrollment(attemptOf(request));
  return pending ? show(request, pending) : showPrompt(request);
};

export const submitEnrollment = async (request: InteractionRequest, form: Map<string, string>): Promise<void> => {
  const [authenticatorId, code] = [form.get('authenticator') ?? '', (form.get('code') ?? '').slice(0, MAX_CODE)];
  const signedIn = await signInByEnrollment({ ...attemptOf(request), authenticatorId, code });
  if (signedIn === 'NEW_PASSWORD') return request.redirectToStep('password');
  if (typeof signedIn === 'string') return showRefusal(request, signedIn);
  if ('login' in signedIn) return request.complete(signedIn);
  return show(request, signedIn, 401, (t) => t.secondFactor.wrong);
};
