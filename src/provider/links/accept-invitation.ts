/** The page where an invited person creates their account. */
import { accept, findBySecret, invitationHeldUpBy, prepare } from '../../modules/invitation';
import { MIN_PASSWORD } from '../../modules/user';
import type { ErrorCode } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { type ErrorPage, errorPage, invitationPage, acceptedPage } from '../pages';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';
import { refusalMessage, showLinkGone, showPage } from '../show-page';
import { presentFor, startOf } from './destination';
import type { LinkPage } from './link-page';

const STATUS: Partial<Record<ErrorCode, number>> = { RATE_LIMITED: 429, CONFLICT: 409 };

const HELD_UP = { title: (t) => t.invitation.heldUpTitle, message: (t) => t.invitation.heldUp } satisfies ErrorPage;

const MAX_FIELD = 320;

export const acceptInvitation: LinkPage = async (ctx, link, form, service) => {
  const request = currentRequest();
  const outside = await request.database();
  const invitation = await findBySecret(outside, link);
  if (!invitation) return showLinkGone(ctx);
  await presentFor(ctx, service, invitation.applicationId);
  if (!form && (await invitationHeldUpBy(outside, invitation))) return showPage(ctx, 410, errorPage(HELD_UP));
  const typed = (field: string): string | null => form?.get(field)?.trim().slice(0, MAX_FIELD) || null;
  const [username, name] = [typed('username') ?? invitation.email, invitation.name ?? typed('name')];
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(
      ctx,
      status,
      invitationPage({
        action: ctx.path,
        link,
        minimum: MIN_PASSWORD,
        choosesName: invitation.name === null,
        ...(username ? { username } : {}),
        ...(name ? { name } : {}),
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  const password = form.get('password') ?? '';
  if (!username || password === '') return show(400, (t) => t.invitation.missing);
  try {
    const acceptance = await prepare(outside, request.caller(), { secret: link, username, name, password });
    request.openTransaction('no key update');
    await accept(await request.database(), request.caller(), acceptance);
    const destination = await startOf(service, invitation.applicationId);
    return showPage(ctx, 200, acceptedPage({ username, destination }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A username that is taken is not a failure of the service.
    request.fault = undefined;
    await request.rollback();
    if (error.code === 'NOT_FOUND') return showLinkGone(ctx);
    if (error.code === 'INVALID_STATE') return showPage(ctx, 410, errorPage(HELD_UP));
    return show(STATUS[error.code] ?? 400, refusalMessage(error));
  }
};
