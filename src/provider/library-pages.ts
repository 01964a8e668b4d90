/** Pages that oidc-provider asks for: errors that cannot be sent back to a client, the sign-out question and its confirmation. */
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { describeImpersonation } from '../modules/impersonation';
import { clientFacts } from './client-facts';
import { type ImpersonationNotice, errorPage, signedOutPage, signOutPage } from './pages';
import { currentDatabase, currentRequest } from './request/request-scope';
import type { SessionFacts } from './request/request-facts';
import { showExpired, showPage } from './show-page';
import type { Message } from './texts';

const TITLES: Record<string, Message> = {
  invalid_client: (t) => t.errors.unknownApplicationTitle,
  invalid_redirect_uri: (t) => t.errors.unknownReturnTitle,
  invalid_target: (t) => t.errors.unknownResourceTitle,
  access_denied: (t) => t.errors.notAllowedTitle,
};

const MESSAGES: Record<string, Message> = {
  invalid_client: (t) => t.errors.unknownApplication,
  invalid_redirect_uri: (t) => t.errors.unknownReturn,
};

/** Pages outside of an interaction: for the application and in the language of this request. */
export const presentFor = (ctx: KoaContextWithOIDC): void => {
  const { client, params } = ctx.oidc;
  const request = currentRequest();
  request.application = client ? clientFacts(client) : null;
  request.uiLocales = typeof params?.ui_locales === 'string' ? params.ui_locales : undefined;
};

/** What the library says about other errors is for developers, and in English. */
export const renderError = async (ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): Promise<void> => {
  if (ctx.oidc) presentFor(ctx);
  if (error.name === 'SessionNotFound') return showExpired(ctx);
  const status = ctx.status >= 400 ? ctx.status : 400;
  if (ctx.accepts('json', 'html') === 'json') {
    ctx.status = status;
    ctx.body = out;
    return;
  }
  const description = out.error_description ?? out.error;
  const page = errorPage({
    title: TITLES[out.error] ?? ((t) => t.errors.requestTitle),
    message: MESSAGES[out.error] ?? (() => description.charAt(0).toUpperCase() + description.slice(1)),
    requestId: currentRequest().facts.requestId,
  });
  return showPage(ctx, status, page);
};

const applicationOf = (ctx: KoaContextWithOIDC): { applicationName?: string } =>
  ctx.oidc.client?.clientName ? { applicationName: ctx.oidc.client.clientName } : {};

/** Who impersonates whom in this session: each of its pages shows it. */
export const impersonationIn = async (facts: SessionFacts | undefined): Promise<{ acting?: ImpersonationNotice }> => {
  const found = facts?.impersonatorId ? await describeImpersonation(await currentDatabase(), facts.id) : null;
  return found ? { acting: { username: found.username, impersonator: found.impersonator } } : {};
};

export const logoutSource = async (ctx: KoaContextWithOIDC, formHtml: string): Promise<void> => {
  const { session, params } = ctx.oidc;
  const facts = session && currentRequest().sessions.get(session.uid);
  const username = facts && currentRequest().users.get(facts.userId)?.username;
  const target = params?.post_logout_redirect_uri as string | undefined;
  const page = signOutPage({
    formHtml,
    ...applicationOf(ctx),
    ...(username ? { username } : {}),
    ...(await impersonationIn(facts)),
  });
  presentFor(ctx);
  return showPage(ctx, 200, page, target ? [target] : []);
};

export const postLogoutSource = (ctx: KoaContextWithOIDC): Promise<void> => {
  presentFor(ctx);
  return showPage(ctx, 200, signedOutPage(applicationOf(ctx)));
};
