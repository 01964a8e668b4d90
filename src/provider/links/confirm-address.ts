/** The page where a user who registered confirms their e-mail address. */
import { recordEvents } from '../../core/event/record';
import { throttle } from '../../core/throttle/throttle';
import { confirmByLink, findRegistration } from '../../modules/registration';
import { passwordMatches } from '../../platform/hash';
import { confirmedPage, confirmPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';
import { refusalMessage, showLinkGone, showPage } from '../show-page';
import { MAX_PASSWORD } from '../sign-in/password';
import { destinationOf, presentFor } from './destination';
import { ATTEMPTS_PER_LINK, type LinkPage } from './link-page';

export const confirmAddress: LinkPage = async (ctx, link, form, service) => {
  const request = currentRequest();
  const outside = await request.database();
  const registration = await findRegistration(outside, link);
  if (!registration) return showLinkGone(ctx);
  await presentFor(ctx, service, registration.link.applicationId);
  const { userId, username } = registration;
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(ctx, status, confirmPage({ action: ctx.path, link, username, ...(error ? { error } : {}) }));
  if (!form) return show(200);
  const password = form.get('password') ?? '';
  if (password === '' || password.length > MAX_PASSWORD) return show(400, (t) => t.form.enterPassword);
  const refusal = await throttle(outside, [
    { what: 'confirm', of: registration.link.id, limit: ATTEMPTS_PER_LINK, seconds: 1_800 },
  ]);
  if (refusal) return show(429, refusalMessage(refusal));
  const caller = request.caller({ userId });
  if (!(await passwordMatches(registration.hash, password))) {
    const details = { cause: 'WRONG_PASSWORD' };
    await recordEvents(outside, request.caller(), [{ type: 'USER_CONFIRMED', outcome: 'FAILURE', userId, details }]);
    return show(401, (t) => t.confirm.wrong);
  }
  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUser(userId);
  if (!(await confirmByLink(database, caller, link, registration.hash))) return showLinkGone(ctx);
  const destination = await destinationOf(ctx, service, registration.link.applicationId);
  return showPage(ctx, 200, confirmedPage({ username, destination }));
};
