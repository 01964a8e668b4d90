/** Pages without a form: errors, and the home page. */
import type { Message } from '../texts';
import { html } from './html';
import { type Page, webAddress } from './layout';

export interface ErrorPage {
  title: Message;
  message: Message;
  /** Shown so that users can quote it when they ask for help. */
  requestId?: string;
  backUrl?: string;
}

export const errorPage =
  ({ title, message, requestId, backUrl }: ErrorPage): Page =>
  (texts) => {
    const back = webAddress(backUrl);
    return {
      title: title(texts),
      body: html` <h1>${title(texts)}</h1>
        <p role="alert">${message(texts)}</p>
        ${back && html`<div class="actions"><a class="button" href="${back}">${texts.form.back}</a></div>`}
        ${requestId && html`<p class="foot">${texts.errors.requestId} <code>${requestId}</code></p>`}`,
    };
  };

export const notFoundPage =
  (): Page =>
  ({ errors, form }) => ({
    title: errors.notFoundTitle,
    body: html` <h1>${errors.notFoundTitle}</h1>
      <p>${errors.notFound}</p>
      <div class="actions"><a class="button" href="/">${form.home}</a></div>`,
  });

/** For developers and administrators, in English only. */
export const homePage =
  ({ graphql, playground, issuer }: Record<'graphql' | 'playground' | 'issuer', string>): Page =>
  () => ({
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
