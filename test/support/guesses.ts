/** Attempts at the sign-in page, one POST each: from any address, in any browser, at any process. */
import { createHash } from 'node:crypto';
import { alertOf, CookieJar, formWith, type Form, type Page } from '../../src/tools/browser';
import { authorize, type ClientOptions } from '../../src/tools/oidc-flow';
import { PASSWORD, REDIRECT_URI, type Sql } from './graphql';

export interface Answered {
  /** 303 lets in, 401 says that it is wrong, 429 does not look at it. */
  status: number;
  says: string | undefined;
  html: string;
  headers: Headers;
}

export interface Guess {
  username: string;
  password?: string;
  /** The address of the browser, for a service that trusts its proxy. */
  from?: string;
  /** Where the process listens, if not at the public address. */
  at?: string;
}

let networks = 0;
/** An address of a network from which nothing has come yet. */
export const address = (): string => `10.${20 + ((networks += 1) >> 8)}.${networks & 255}.7`;

export const times = (n: number, status: number): number[] => Array<number>(n).fill(status);
export const count = (statuses: number[], status: number): number => statuses.filter((each) => each === status).length;

/** A browser on the sign-in page, which may be sent any number of times until somebody is let in. */
export class Visitor {
  private form: Form | undefined;

  constructor(
    private readonly client: ClientOptions,
    readonly jar = new CookieJar(),
  ) {}

  /** Another browser with the same cookies. */
  copy(): Visitor {
    return new Visitor(this.client, this.jar.clone());
  }

  private async open(): Promise<Form> {
    const pages: Page[] = [];
    const asked = { ...this.client, redirectUri: REDIRECT_URI, parameters: { prompt: 'login' } };
    await authorize({ ...asked, jar: this.jar, onPage: (page) => pages.push(page) }).catch(() => null);
    return formWith(pages[0]!, 'password')!;
  }

  async tries({ username, password = PASSWORD, from, at }: Guess): Promise<Answered> {
    this.form ??= await this.open();
    const { action, fields } = this.form;
    const response = await fetch(new URL(action.pathname, at ?? action), {
      method: 'POST',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: this.jar.header(action),
        origin: action.origin,
        ...(from ? { 'x-forwarded-for': from } : {}),
      },
      body: new URLSearchParams({ ...fields, username, password }),
    });
    this.jar.store(response, action);
    if (response.status === 303) this.form = undefined;
    const html = await response.text();
    return { status: response.status, says: alertOf(html), html, headers: response.headers };
  }

  /** Goes on to the application: what a browser does that was let in. */
  async enters(guess: Guess): Promise<boolean> {
    return (await this.tries(guess)).status === 303;
  }

  /** Wrong passwords, one after the other; gives the statuses. */
  async guesses(times: number, guess: Guess): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 0; n < times; n += 1) statuses.push((await this.tries({ password: `wrong ${n}`, ...guess })).status);
    return statuses;
  }

  /** The same, all at once. */
  async guessesAtOnce(times: number, guess: Guess, spread: string[] = []): Promise<number[]> {
    this.form ??= await this.open();
    const all = Array.from({ length: times }, (_, n) =>
      this.tries({
        password: `wrong ${n}`,
        ...(spread.length > 0 ? { at: spread[n % spread.length]! } : {}),
        ...guess,
      }),
    );
    return (await Promise.all(all)).map(({ status }) => status);
  }
}

/** The key of a counter of attempts. */
export const counterOf = (what: string, of = ''): Buffer =>
  createHash('sha256')
    .update(
      `${what}
${of}`,
    )
    .digest();

/** Strangers guess, ten from each network, until nothing is looked at any more. With `sql` they have guessed already: 35 are just counted. */
export const strangersUseUp = async (client: ClientOptions, username: string, sql?: Sql): Promise<void> => {
  const stranger = new Visitor(client);
  for (let n = 0; n < 20; n += 1) {
    const statuses = await stranger.guessesAtOnce(10, { username, from: address() });
    if (count(statuses, 401) === 0) return;
    const key = counterOf('password name', username);
    if (n === 0 && sql && !(await sql('update throttles set count = count + 35 where key = $1 returning 1', key))[0])
      throw new Error('the counter of the name is not there');
  }
  throw new Error('strangers can guess without end');
};
