/** People who come by themselves: the mutations that anybody may ask, each from another address, and the pages that mails lead to. */
import { ERRORS, ok, post, type Answer, type Ask } from './graphql';
import { linkIn, type MailServer } from './mail';
import type { Service } from './service';

let made = 0;
/** An address of a network of its own; the service has to trust its proxy. */
export const elsewhere = (): string => {
  made += 1;
  return `10.${(made >> 8) & 255}.${made & 255}.1`;
};

/** Asks a mutation as anybody does, without a token. */
export const asAnybody =
  (service: Service, ip: () => string = elsewhere) =>
  (name: string, input: Record<string, unknown>): Promise<Answer> => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${ERRORS} } }`;
    return post(service, JSON.stringify({ query, variables: { input } }), { 'x-forwarded-for': ip() });
  };

export interface Shown {
  status: number;
  html: string;
  title: string;
  headers: Headers;
}
const shown = async (response: Response): Promise<Shown> => {
  const html = await response.text();
  return {
    status: response.status,
    html,
    title: /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '',
    headers: response.headers,
  };
};

export const open = async (url: URL | string): Promise<Shown> => shown(await fetch(url, { redirect: 'manual' }));

/** Sends the form of the page that a link leads to. */
export const send = async (url: URL, fields: Record<string, string>): Promise<Shown> => {
  const body = new URLSearchParams({ link: url.searchParams.get('link') ?? '', ...fields });
  return shown(await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body, redirect: 'manual' }));
};

/** The link that the next mail to an address brings. */
export const nextLink = async (server: MailServer, email: string): Promise<URL> => linkIn(await server.next(email));

export const allowRegistration = (admin: Ask): Promise<unknown> =>
  ok(admin(`mutation { updateSettings(input: { registrationEnabled: true }) { ${ERRORS} } }`));
