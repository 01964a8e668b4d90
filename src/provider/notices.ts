/** The provider's own answers to people: errors that cannot go back to a client, the sign-out question, and what follows it. */
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Context } from 'koa';
import { describeImpersonation } from '../modules/impersonation';
import { type Acting, errorPage, pageHeaders, signedOutPage, signOutPage } from './pages';
import { currentDatabase, currentRequest, type SessionFacts } from './request-scope';

type AnyContext = Pick<Context, 'set' | 'status' | 'body' | 'accepts'>;

export const showPage = (ctx: AnyContext, status: number, body: string, formTargets: readonly string[] = []): void => {
  ctx.status = status;
  ctx.set(pageHeaders(formTargets, body.includes('<script src=')));
  ctx.body = body;
};

/** A refusal in which fields are named as on the page. */
export const inWords = (message: string): string =>
  message.replace(/^`(\w)(\w*)`/, (_, first: string, rest: string) => `The ${first}${rest}`);

const GONE = {
  title: 'This link works no longer',
  message: 'It was used or replaced already, or it has expired. Ask for a new one.',
};

export const showGone = (ctx: AnyContext): void => showPage(ctx, 410, errorPage(GONE));

const TITLES: Record<string, string> = {
  invalid_client: 'Unknown application',
  invalid_redirect_uri: 'Unknown return address',
  invalid_target: 'Unknown resource',
  access_denied: 'Not allowed',
};

const MESSAGES: Record<string, string> = {
  invalid_client: 'The application that sent you here is not registered, or it has been disabled.',
  invalid_redirect_uri:
    'The application that sent you here asked to return to an address that is not registered for it.',
};

const EXPIRED = {
  title: 'This sign-in has expired',
  message:
    'It was finished or replaced already, or too much time has passed. Go back to the application and start again.',
  backUrl: '/',
};

export const showExpired = (ctx: AnyContext): void => showPage(ctx, 400, errorPage(EXPIRED));

export const renderError = (ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void => {
  if (error.name === 'SessionNotFound') return showExpired(ctx);
  const description = MESSAGES[out.error] ?? out.error_description ?? out.error;
  const status = ctx.status >= 400 ? ctx.status : 400;
  if (ctx.accepts('json', 'html') === 'json') {
    ctx.status = status;
    ctx.body = out;
    return;
  }
  showPage(
    ctx,
    status,
    errorPage({
      title: TITLES[out.error] ?? 'This request cannot be answered',
      message: description.charAt(0).toUpperCase() + description.slice(1),
      requestId: currentRequest().facts.requestId,
    }),
  );
};

const applicationOf = (ctx: KoaContextWithOIDC): { applicationName?: string } =>
  ctx.oidc.client?.clientName ? { applicationName: ctx.oidc.client.clientName } : {};

/** In whose place somebody acts in this session, for the pages to say so. */
export const actingIn = async (facts: SessionFacts | undefined): Promise<{ acting?: Acting }> => {
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
    ...(await actingIn(facts)),
  });
  showPage(ctx, 200, page, target ? [target] : []);
};

export const postLogoutSource = (ctx: KoaContextWithOIDC): void =>
  showPage(ctx, 200, signedOutPage(applicationOf(ctx)));
