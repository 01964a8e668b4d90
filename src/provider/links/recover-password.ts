/** The page of a recovery link, where a user sets a new password. */
import { throttle } from '../../core/throttle/throttle';
import { userIdsOfCreator } from '../../modules/impersonation';
import { findRecovery, recover } from '../../modules/password';
import { checkPassword, hasSecondFactor, isShort, MIN_PASSWORD, MIN_WITH_SECOND_FACTOR } from '../../modules/user';
import { passwordHash, passwordMatches } from '../../platform/hash';
import { Refusal } from '../../schema/errors';
import { newPasswordPage, passwordSetPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';
import { refusalMessage, showLinkGone, showPage } from '../show-page';
import { setBrowserCookie } from '../sign-in/known-browser';
import { destinationOf, presentFor } from './destination';
import { ATTEMPTS_PER_LINK, type LinkPage } from './link-page';

export const recoverPassword: LinkPage = async (ctx, link, form, service) => {
  const request = currentRequest();
  const outside = await request.database();
  const recovery = await findRecovery(outside, link);
  if (!recovery) return showLinkGone(ctx);
  await presentFor(ctx, service, recovery.link.applicationId);
  const { userId, username, email, name, hash: currentHash } = recovery;
  const secondFactor = await hasSecondFactor(outside, userId);
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(
      ctx,
      status,
      newPasswordPage({
        ...{ action: ctx.path, hidden: { name: 'link', value: link }, username },
        minimum: secondFactor ? MIN_WITH_SECOND_FACTOR : MIN_PASSWORD,
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  const password = form.get('newPassword') ?? '';
  if (password === '') return show(400, (t) => t.form.enterNewPassword);
  const refusal = await throttle(outside, [
    { what: 'recovery', of: recovery.link.id, limit: ATTEMPTS_PER_LINK, seconds: 1_800 },
  ]);
  if (refusal) return show(429, refusalMessage(refusal));
  try {
    checkPassword(password, { names: [username, email, name], secondFactor });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(400, refusalMessage(error));
  }
  if (await passwordMatches(currentHash, password)) return show(400, (t) => t.refusals.CURRENT_PASSWORD({ field: '' }));
  const hash = await passwordHash(password);
  request.openTransaction('no key update');
  const database = await request.database();
  const { creator } = recovery.link;
  await request.lockUsers([userId, ...(creator ? userIdsOfCreator(creator) : [])]);
  const renewal = { hash, short: isShort(password) };
  if (!(await recover(database, request.caller({ userId }), link, renewal))) return showLinkGone(ctx);
  // Others who keep guessing must not lock the owner out of this browser.
  await setBrowserCookie(ctx, service.origin.startsWith('https:'), userId);
  const destination = await destinationOf(ctx, service, recovery.link.applicationId);
  return showPage(ctx, 200, passwordSetPage({ username, destination }));
};
