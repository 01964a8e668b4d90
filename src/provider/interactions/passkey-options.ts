/** The form that asks the browser for a passkey during a sign-in. */
import { createHmac } from 'node:crypto';
import { canUsePasskeys, requestOptions } from '../../modules/factor';
import { PASSKEY_SCRIPT } from '../page-scripts';
import { currentDatabase } from '../request/request-scope';
import { recallProof } from '../sign-in/second-factor';
import type { InteractionRequest } from './interaction-request';

/** Secret like the interaction and valid only as long as it, so a signature of it cannot be used elsewhere. */
export const passkeyChallenge = ({ interaction }: InteractionRequest): string =>
  createHmac('sha256', interaction.cid).update(`passkey ${interaction.uid}`).digest('base64url');

export const passkeyForm = async (request: InteractionRequest) => {
  const { origin } = request.service;
  if (!canUsePasskeys(origin)) return null;
  const userId = (await recallProof(request.secret))?.userId ?? null;
  const challenge = passkeyChallenge(request);
  const options = await requestOptions(await currentDatabase(), origin, { challenge, userId });
  return { action: `${request.path}/passkey`, options: JSON.stringify(options), script: PASSKEY_SCRIPT };
};
