/** The second step of a sign-in: a code of an authenticator app, a recovery code or a passkey. */
import { secondFactorPage } from '../pages';
import type { Message } from '../texts';
import { factorsOfInteraction, signInWithCode } from '../sign-in/second-factor';
import type { InteractionRequest } from './interaction-request';
import { passkeyForm } from './passkey-options';
import { showPrompt } from './prompt-page';
import { showRefusal } from './sign-in-page';

const MAX_CODE = 100;

const WRONG_CODES: Record<'WRONG_CODE' | 'CODE_USED', Message> = {
  WRONG_CODE: (t) => t.secondFactor.wrong,
  CODE_USED: (t) => t.secondFactor.used,
};

const tooManyCodes =
  (seconds: number): Message =>
  ({ secondFactor }) => {
    if (!Number.isFinite(seconds)) return secondFactor.tooManyForever;
    return seconds < 90 ? secondFactor.tooManySeconds(seconds) : secondFactor.tooManyMinutes(Math.ceil(seconds / 60));
  };

export const showSecondFactor = async (request: InteractionRequest, status = 200, error?: Message): Promise<void> => {
  const factors = await factorsOfInteraction(request.secret);
  if (!factors) return error ? showRefusal(request, 'EXPIRED') : showPrompt(request);
  const kinds = factors.map(({ kind }) => kind);
  const passkey = kinds.includes('PASSKEY') ? await passkeyForm(request) : null;
  const page = secondFactorPage({
    ...(passkey ? { passkey } : {}),
    takesCode: kinds.some((kind) => kind !== 'PASSKEY'),
    action: `${request.path}/code`,
    csrf: request.csrf,
    applicationName: request.application.applicationName,
    cancelAction: `${request.path}/cancel`,
    restartUrl: request.path,
    ...(error ? { error } : {}),
  });
  return request.show(status, page);
};

export const submitCode = async (request: InteractionRequest, code: string): Promise<void> => {
  if (code.trim() === '') return showSecondFactor(request, 400, (t) => t.secondFactor.missing);
  if (code.length > MAX_CODE) return showSecondFactor(request, 400, (t) => t.secondFactor.tooLong);
  const { sealing } = request.service;
  const signedIn = await signInWithCode({ ...request.signInContext, code, interaction: request.secret, sealing });
  if (signedIn === 'NEW_PASSWORD') return request.redirectToStep('password');
  if (typeof signedIn === 'string') return showRefusal(request, signedIn);
  if ('login' in signedIn) return request.complete(signedIn);
  if (signedIn.cause === 'TOO_MANY_CODES') return showSecondFactor(request, 429, tooManyCodes(signedIn.seconds));
  return showSecondFactor(request, 401, WRONG_CODES[signedIn.cause]);
};
