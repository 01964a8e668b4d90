/** The page where a browser makes a passkey and adds it: for whoever has the link that `enrollPasskey` gave its owner. */
import { holdToken } from '../core/authority/guard';
import { findPrincipalAgain } from '../core/authority/find-principal';
import { addPasskey, creationOptions, findPendingPasskey } from '../modules/factor';
import { Refusal } from '../schema/errors';
import type { LinkPage } from './link-page';
import { inWords, showGone, showPage } from './notices';
import { addPasskeyPage, passkeyAddedPage } from './pages';
import { SCRIPT_PATH } from './passkey';
import { currentRequest } from './request-scope';

const parsed = (text: string): Record<string, unknown> => {
  try {
    const response = JSON.parse(text) as unknown;
    return response instanceof Object ? (response as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

export const addPasskeyByLink: LinkPage = async (ctx, link, form, { origin }) => {
  const request = currentRequest();
  const outside = await request.database();
  const found = await findPendingPasskey(outside, link);
  if (!found) return showGone(ctx);
  const { userId, username } = found;
  const options = JSON.stringify(await creationOptions(outside, origin, { userId, username, challenge: link }));
  const show = (status: number, error?: string): void =>
    showPage(
      ctx,
      status,
      addPasskeyPage({
        ...{ action: ctx.path, link, username, options, script: SCRIPT_PATH },
        ...(error ? { error } : {}),
      }),
    );
  if (!form) return show(200);
  request.openTransaction('no key update');
  const database = await request.database();
  await request.lockUser(userId);
  await holdToken(database, found.tokenId);
  // Under the locks: what has ended meanwhile, or may no longer manage credentials, adds nothing.
  const waiting = await findPendingPasskey(database, link);
  const by = waiting && (await findPrincipalAgain(database, waiting.tokenId));
  if (!waiting || !by?.ownsAccount) return showGone(ctx);
  try {
    const { id, tokenId, sessionId } = waiting;
    await addPasskey(database, request.caller({ userId, tokenId, sessionId }), origin, {
      ...{ id, userId, tokenId, challenge: link, reason: null },
      ...{ response: parsed(form.get('response') ?? ''), name: form.get('name')?.trim() || null },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    request.fault = undefined;
    await request.rollback();
    return show(
      400,
      error.code === 'INVALID_SIGNATURE' ? 'This passkey cannot be used here. Try again.' : inWords(error.message),
    );
  }
  showPage(ctx, 200, passkeyAddedPage({ username }));
};
