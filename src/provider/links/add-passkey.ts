/** The page where a browser creates a passkey and adds it, opened by the link that `enrollPasskey` returned to the user. */
import { lockTokenDependencies } from '../../core/authority/guard';
import { reloadPrincipal } from '../../core/authority/find-principal';
import { addPasskey, creationOptions, findPendingPasskey } from '../../modules/factor';
import { Refusal } from '../../schema/errors';
import { presentFor, startOf } from './destination';
import type { LinkPage } from './link-page';
import { refusalMessage, showLinkGone, showPage } from '../show-page';
import { addPasskeyPage, passkeyAddedPage } from '../pages';
import { PASSKEY_SCRIPT } from '../page-scripts';
import type { Message } from '../texts';
import { currentRequest } from '../request/request-scope';

const parseObject = (text: string): Record<string, unknown> => {
  try {
    const response = JSON.parse(text) as unknown;
    return response instanceof Object ? (response as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

export const addPasskeyByLink: LinkPage = async (ctx, link, form, service) => {
  const { origin } = service;
  const request = currentRequest();
  const outside = await request.database();
  const found = await findPendingPasskey(outside, link);
  if (!found) return showLinkGone(ctx);
  await presentFor(ctx, service, found.applicationId);
  const { userId, username } = found;
  const options = JSON.stringify(await creationOptions(outside, origin, { userId, username, challenge: link }));
  const show = (status: number, error?: Message): Promise<void> =>
    showPage(
      ctx,
      status,
      addPasskeyPage({
        ...{ action: ctx.path, link, username, options, script: PASSKEY_SCRIPT },
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUser(userId);
  await lockTokenDependencies(database, found.tokenId);
  // Checked again under the locks: the link may have ended meanwhile, or its token may no longer manage credentials.
  const waiting = await findPendingPasskey(database, link);
  const by = waiting && (await reloadPrincipal(database, waiting.tokenId));
  if (!waiting || !by?.ownsAccount) return showLinkGone(ctx);
  try {
    const { id, tokenId, sessionId } = waiting;
    await addPasskey(database, request.caller({ userId, tokenId, sessionId }), origin, {
      ...{ id, userId, tokenId, challenge: link, reason: null },
      ...{ response: parseObject(form.get('response') ?? ''), name: form.get('name')?.trim() || null },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    request.fault = undefined;
    await request.rollback();
    return show(400, refusalMessage(error));
  }
  const destination = await startOf(service, found.applicationId);
  return showPage(ctx, 200, passkeyAddedPage({ username, destination }));
};
