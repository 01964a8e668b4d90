/** A minimal browser for sign-ins: cookies, requests, and page forms by their input names. */
import { systemClock } from '../platform/clock';

const now = () => systemClock.now().getTime();

/** The cookies of one browser, by host and path. Cookie domains are not supported, because nothing here sets them. */
export class CookieJar {
  private readonly cookies = new Map<
    string,
    { name: string; value: string; host: string; path: string; expires: number }
  >();

  store(response: Response, url: URL): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair!.slice(0, pair!.indexOf('='));
      const attribute = (wanted: string) =>
        attributes.find((text) => text.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const path = attribute('path') ?? '/';
      const maxAge = attribute('max-age');
      const date = attribute('expires');
      const expires = maxAge ? now() + Number(maxAge) * 1000 : date ? Date.parse(date) : Infinity;
      const cookie = { name, value: pair!.slice(name.length + 1), host: url.host, path, expires };
      this.cookies.set(`${url.host} ${path} ${name}`, cookie);
    }
  }

  header(url: URL): string {
    const matches = (path: string) =>
      url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    return [...this.cookies.values()]
      .filter(({ host, path, expires }) => host === url.host && expires > now() && matches(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  /** The value of a cookie whose name has this ending, for example `session`. */
  get(ending: string): string | undefined {
    return [...this.cookies.values()].find(({ name, expires }) => name.endsWith(ending) && expires > now())?.value;
  }

  clone(): CookieJar {
    const copy = new CookieJar();
    for (const [key, cookie] of this.cookies) copy.cookies.set(key, { ...cookie });
    return copy;
  }
}

export interface Page {
  url: URL;
  status: number;
  html: string;
}

/** Sends one browser request without following redirects. */
export const browse = async (
  url: URL,
  jar: CookieJar,
  {
    userAgent,
    form,
    languages,
  }: { userAgent?: string | undefined; form?: Record<string, string>; languages?: string } = {},
): Promise<Response> => {
  const cookie = jar.header(url);
  const response = await fetch(url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: {
      accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
      ...(cookie ? { cookie } : {}),
      ...(languages ? { 'accept-language': languages } : {}),
      ...(userAgent ? { 'user-agent': userAgent } : {}),
      ...(form ? { origin: url.origin } : {}),
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  jar.store(response, url);
  return response;
};

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const unescape = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);
const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
};

export interface Form {
  action: URL;
  /** Input values by name. */
  fields: Record<string, string>;
  /** Names of inputs and buttons. */
  names: string[];
}

export const formsOf = ({ url, html }: Page): Form[] =>
  [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => {
    const inputs = [...text.matchAll(/<(?:input|button)\b[^>]*>/g)].map(([tag]) => ({
      name: attribute(tag, 'name'),
      value: attribute(tag, 'value') ?? '',
      button: tag.startsWith('<button'),
    }));
    const named = inputs.filter((input): input is typeof input & { name: string } => input.name !== undefined);
    return {
      action: new URL(attribute(/<form\b[^>]*>/.exec(text)![0], 'action') ?? '', url),
      fields: Object.fromEntries(named.filter(({ button }) => !button).map(({ name, value }) => [name, value])),
      names: named.map(({ name }) => name),
    };
  });

export const formWith = (page: Page, name: string): Form | undefined =>
  formsOf(page).find((form) => form.names.includes(name));

export const alertOf = (html: string) => /role="alert"[^>]*>([\s\S]*?)<\//.exec(html)?.[1]?.trim();
