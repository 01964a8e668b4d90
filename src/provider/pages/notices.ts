/** Pages without a form: errors, and the home page. */
import { html } from './html';
import { page, webAddress } from './layout';

export interface ErrorPage {
  title: string;
  message: string;
  /** Shown so that users can quote it when they ask for help. */
  requestId?: string;
  backUrl?: string;
}

export function errorPage({ title, message, requestId, backUrl }: ErrorPage): string {
  const back = webAddress(backUrl);
  return page({
    title,
    body: html` <h1>${title}</h1>
      <p role="alert">${message}</p>
      ${back && html`<div class="actions"><a class="button" href="${back}">Go back</a></div>`}
      ${requestId && html`<p class="foot">If you ask for help, quote this ID: <code>${requestId}</code></p>`}`,
  });
}

export function notFoundPage(): string {
  return page({
    title: 'Page not found',
    body: html` <h1>Page not found</h1>
      <p>There is no page at this address.</p>
      <div class="actions"><a class="button" href="/">Go to the home page</a></div>`,
  });
}

export function homePage({ graphql, playground, issuer }: Record<'graphql' | 'playground' | 'issuer', string>): string {
  return page({
    title: 'Identity management',
    wide: true,
    body: html` <h1>Identity management</h1>
      <p class="quiet">
        Users, devices, sessions, tokens, consents and applications in one GraphQL schema, and the OpenID Provider that
        issues them.
      </p>
      <div class="actions"><a class="button" href="${webAddress(playground)}">Open the playground</a></div>
      <dl>
        <dt>GraphQL endpoint</dt>
        <dd><code>POST ${graphql}</code></dd>
        <dt>OpenID Provider</dt>
        <dd>
          <code>${issuer}</code><br />
          <a href="${webAddress(`${issuer}/.well-known/openid-configuration`)}">Discovery document</a>
        </dd>
      </dl>`,
  });
}
