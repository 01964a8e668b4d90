/** The page of the link that locks an account down: it explains what will happen, and its form does it. */
import { findLockable, lockDownByLink } from '../../modules/lockdown';
import { Refusal } from '../../schema/errors';
import { FORGOTTEN_PATH } from '../paths';
import type { LinkPage } from './link-page';
import { showPage } from '../show-page';
import { accountLockedPage, errorPage, lockAccountPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';

const GONE = errorPage({ title: (t) => t.lockAccount.goneTitle, message: (t) => t.lockAccount.gone });
const USED = errorPage({ title: (t) => t.lockAccount.usedTitle, message: (t) => t.lockAccount.used });

export const lockAccount: LinkPage = async (ctx, link, form, service) => {
  const request = currentRequest();
  const outside = await request.database();
  const found = await findLockable(outside, link);
  if (!found) return showPage(ctx, 410, GONE);
  const { user, isLastAdministrator } = found;
  const { username } = user;
  if (found.link.usedAt)
    return user.status === 'DISABLED'
      ? showPage(ctx, 200, accountLockedPage({ username, disabled: true }))
      : showPage(ctx, 410, USED);
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(
      ctx,
      status,
      lockAccountPage({ action: ctx.path, link, username, isLastAdministrator, ...(error ? { error } : {}) }),
    );
  if (!form) return show(200);
  try {
    const lockdown = await lockDownByLink(outside, (userId) => request.caller({ userId }), link);
    // A concurrent use of the link came first.
    if (!lockdown) return lockAccount(ctx, link, null, service);
    const { disabled, recoverable } = lockdown;
    return showPage(
      ctx,
      200,
      accountLockedPage({
        username,
        disabled,
        ...(recoverable && request.canMail ? { recoveryUrl: FORGOTTEN_PATH } : {}),
      }),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return show(409, (t) => t.lockAccount.nothing);
  }
};
