/** The page of the link that locks an account down: it says what will happen, and does it when its form is sent. */
import { findLockable, lockDownByLink } from '../modules/lockdown';
import { Refusal } from '../schema/errors';
import { FORGOTTEN_PATH } from './forgotten';
import type { LinkPage } from './link-page';
import { showPage } from './notices';
import { accountLockedPage, errorPage, lockAccountPage } from './pages';
import { currentRequest } from './request-scope';

export const LOCK_ACCOUNT_PATH = '/signin/lock-account';

const HELP = 'If somebody else may be using your account, ask whoever runs the service to lock it down.';
const GONE = { title: 'This link does not work', message: `It has expired, or it is not complete. ${HELP}` };
const USED = {
  title: 'This link has been used',
  message: `The account was locked down, and can be used again by now. ${HELP}`,
};

export const lockAccount: LinkPage = async (ctx, link, form, service) => {
  const request = currentRequest();
  const outside = await request.database();
  const found = await findLockable(outside, link);
  if (!found) return showPage(ctx, 410, errorPage(GONE));
  const { user, isLastAdministrator } = found;
  const { username } = user;
  if (found.link.usedAt)
    return user.status === 'DISABLED'
      ? showPage(ctx, 200, accountLockedPage({ username, disabled: true }))
      : showPage(ctx, 410, errorPage(USED));
  const show = (status: number, error?: string): void =>
    showPage(
      ctx,
      status,
      lockAccountPage({ action: ctx.path, link, username, isLastAdministrator, ...(error ? { error } : {}) }),
    );
  if (!form) return show(200);
  try {
    const done = await lockDownByLink(outside, (userId) => request.caller({ userId }), link);
    // Another use of it, at the same time, has come first.
    if (!done) return lockAccount(ctx, link, null, service);
    const { disabled, recoverable } = done;
    showPage(
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
    show(409, 'Nobody can sign in to this account yet, so there is nothing to lock.');
  }
};
