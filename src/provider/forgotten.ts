/** The page for who has lost the password. Its answer is one, whatever there is under an address: the rest is in a mail. */
import type { Context } from 'koa';
import { checkRequest, requestReset } from '../modules/password';
import { inConstantTime } from '../platform/constant-time';
import { Refusal } from '../schema/errors';
import { inWords, showPage } from './notices';
import { errorPage, forgottenPage, resetRequestedPage } from './pages';
import { currentRequest } from './request-scope';

export const FORGOTTEN_PATH = '/signin/forgotten';
const LONGEST = 320;

export const forgotPassword = async (ctx: Context, form: Map<string, string> | null): Promise<void> => {
  const request = currentRequest();
  const { canMail } = request;
  if (!canMail)
    return showPage(
      ctx,
      404,
      errorPage({ title: 'Not possible', message: 'No mails are sent from here. Ask for help.', backUrl: '/' }),
    );
  const email = form?.get('email')?.trim().slice(0, LONGEST) ?? '';
  const show = (status: number, error?: string): void =>
    showPage(ctx, status, forgottenPage({ action: ctx.path, email, ...(error ? { error } : {}) }));
  if (!form) return show(200);
  const mailing = { canMail };
  try {
    await checkRequest(await request.database(), mailing, { email, ip: request.facts.ip });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(error.code === 'RATE_LIMITED' ? 429 : 400, inWords(error.message));
  }
  await inConstantTime(async () => {
    request.openTransaction('no key update');
    await requestReset(await request.database(), request.caller(), mailing, email);
  });
  showPage(ctx, 200, resetRequestedPage({ email }));
};
