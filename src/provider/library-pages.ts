/** Pages that oidc-provider asks for: errors that cannot be sent back to a client, the sign-out question and its confirmation. */
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { describeImpersonation } from '../modules/impersonation';
import { type ImpersonationNotice, errorPage, signedOutPage, signOutPage } from './pages';
import { currentDatabase, currentRequest } from './request/request-scope';
import type { SessionFacts } from './request/request-facts';
import { showExpired, showPage } from './show-page';

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
      title: TITLES[out.error] ?? 'The request could not be processed',
      message: description.charAt(0).toUpperCase() + description.slice(1),
      requestId: currentRequest().facts.requestId,
    }),
  );
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
  showPage(ctx, 200, page, target ? [target] : []);
};

export const postLogoutSource = (ctx: KoaContextWithOIDC): void =>
  showPage(ctx, 200, signedOutPage(applicationOf(ctx)));
