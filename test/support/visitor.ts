/** A person at the pages, over HTTP: follows links and redirects, and sends forms. */
import { randomBytes, createHash } from 'node:crypto';
import { alertOf, browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { type Registered, REDIRECT_URI } from './graphql';

const MAX_REDIRECTS = 10;

export class Visitor {
  page: Page & { headers: Headers } = { url: new URL('about:blank'), status: 0, html: '', headers: new Headers() };
  /** Where the pages have sent the person, outside of the service. */
  left: URL | null = null;

  constructor(
    private readonly origin: string,
    readonly jar = new CookieJar(),
    /** What the browser sends as `Accept-Language`. */
    private readonly languages?: string,
  ) {}

  get heading(): string {
    return (/<h1>([\s\S]*?)<\/h1>/.exec(this.page.html)?.[1] ?? '').replace(/<[^>]*>/g, '').trim();
  }

  get alert(): string | undefined {
    return alertOf(this.page.html);
  }

  get language(): string | undefined {
    return /<html lang="(\w+)">/.exec(this.page.html)?.[1];
  }

  /** Where the link or button-like link with this text leads. */
  link(text: string | RegExp): string | undefined {
    for (const [, href, label] of this.page.html.matchAll(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g))
      if (label!.replace(/\s+/g, ' ').trim().match(text)) return href!.replace(/&amp;/g, '&');
    return undefined;
  }

  async open(url: URL | string, form?: Record<string, string>): Promise<this> {
    let at = new URL(url, this.page.url.protocol === 'about:' ? this.origin : this.page.url);
    this.left = null;
    for (let step = 0, body = form; step < MAX_REDIRECTS; step += 1, body = undefined) {
      if (at.origin !== this.origin) {
        this.left = at;
        return this;
      }
      const response = await browse(at, this.jar, {
        ...(body ? { form: body } : {}),
        ...(this.languages ? { languages: this.languages } : {}),
      });
      const location = response.headers.get('location');
      if (!location) {
        const { status, headers } = response;
        this.page = { url: at, status, headers, html: await response.text() };
        return this;
      }
      at = new URL(location, at);
    }
    throw new Error('too many redirects');
  }

  follow(text: string | RegExp): Promise<this> {
    const href = this.link(text);
    if (!href) throw new Error(`there is no link ${String(text)} on:\n${this.page.html}`);
    return this.open(href);
  }

  /** Sends the form that has the first of these fields. */
  send(fields: Record<string, string>): Promise<this> {
    const form = formWith(this.page, Object.keys(fields)[0]!);
    if (!form) throw new Error(`there is no form with ${Object.keys(fields)[0]} on:\n${this.page.html}`);
    return this.open(form.action, { ...form.fields, ...fields });
  }

  /** Begins a sign-in at an application. */
  begin(client: Registered, parameters: Record<string, string> = {}): Promise<this> {
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(`${client.issuer}/auth`);
    url.search = new URLSearchParams({
      ...{ response_type: 'code', client_id: client.clientId, redirect_uri: REDIRECT_URI, scope: 'openid' },
      ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
      ...parameters,
    }).toString();
    return this.open(url);
  }

  /** Signs in on the page that asks for it, and consents. The person is then back at the application. */
  async signIn(username: string, password: string): Promise<URL | null> {
    await this.send({ password, username });
    if (!this.left && formWith(this.page, 'decision')) await this.send({ decision: 'allow' });
    return this.left;
  }
}
