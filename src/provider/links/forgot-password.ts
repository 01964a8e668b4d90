/** The page for users who forgot their password. Its response is the same whether or not the address has an account. */
import type { Context } from 'koa';
import { checkResetRequest, requestReset } from '../../modules/password';
import { inConstantTime } from '../../platform/constant-time';
import { Refusal } from '../../schema/errors';
import { refusalMessage, showPage } from '../show-page';
import { errorPage, forgottenPage, resetRequestedPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';
import type { Interrupted } from './interrupted';

const MAX_EMAIL = 320;

/** `from` is the sign-in that the page was opened from, if any. */
export const forgotPassword = async (
  ctx: Context,
  form: Map<string, string> | null,
  from: Interrupted | null = null,
): Promise<void> => {
  const request = currentRequest();
  const { canMail } = request;
  if (!canMail)
    return showPage(
      ctx,
      404,
      errorPage({ title: (t) => t.errors.notAvailable, message: (t) => t.forgotten.unavailable, backUrl: '/' }),
    );
  from?.remember();
  const way = from ? { csrf: from.csrf, backUrl: from.backUrl } : {};
  const email = form?.get('email')?.trim().slice(0, MAX_EMAIL) ?? '';
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(ctx, status, forgottenPage({ action: ctx.path, email, ...way, ...(error ? { error } : {}) }));
  if (!form) return show(200);
  const mailing = { canMail };
  try {
    await checkResetRequest(await request.database(), mailing, { email, ip: request.facts.ip });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(error.code === 'RATE_LIMITED' ? 429 : 400, refusalMessage(error));
  }
  await inConstantTime(async () => {
    request.openTransaction('no key update');
    await requestReset(await request.database(), request.caller(), mailing, {
      email,
      applicationId: from?.applicationId ?? null,
    });
  });
  return showPage(ctx, 200, resetRequestedPage({ email, ...way }));
};
