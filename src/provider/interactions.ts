/** The pages under /signin/: who are you, may this application, and their forms. Each form carries a field that only its page knows. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Clock } from '../platform/clock';
import { userIdOf } from './account-id';
import { clientFacts, type ClientFacts } from './client-facts';
import { giveConsent, type Scopes } from './consents';
import { FORGOTTEN_PATH } from './forgotten';
import { FormError, readForm } from './form';
import { askedFor } from './grants';
import { actingIn, inWords, showExpired, showPage } from './notices';
import { Refusal } from '../schema/errors';
import { consentPage, errorPage, newPasswordPage, scopeDescription, secondFactorPage, signInPage } from './pages';
import { currentDatabase, currentRequest, type SessionFacts } from './request-scope';
import type { Refused, SignedIn } from './admit';
import type { SealingKeys } from '../platform/sealing-keys';
import { findResourceServer, resourceServerInfo } from './resources';
import { browserValues, keepBrowser } from './known-browser';
import { TooManyFailures } from '../core/throttle/attempts';
import { users } from '../modules/user';
import { canUsePasskeys, requestOptions } from '../modules/factor';
import { SCRIPT_PATH, sendScript, signInWithPasskey } from './passkey';
import { askedForPassword, signInWithNewPassword } from './new-password';
import type { NotProved } from './proof';
import { factorsAsked, recallProof, signInWithCode } from './second-factor';
import { MAX_PASSWORD, MAX_USERNAME, signIn } from './sign-in';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
type Client = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

const PATH = /^\/signin\/([\w-]{1,64})(?:\/(cancel|switch|login|code|passkey|password))?$/;

/** Bound to the interaction by a value that is kept with it, sealed, and never shown. */
const csrfOf = (interaction: Interaction): string =>
  createHmac('sha256', interaction.cid).update(`csrf ${interaction.uid}`).digest('base64url');

const csrfMatches = (interaction: Interaction, given: string | undefined): boolean => {
  const expected = Buffer.from(csrfOf(interaction));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};

const TAMPERED = 'The form was not sent from this page, or it is out of date. Please try again.';
const TOO_MANY =
  'You are signed in in as many places as are allowed. Sign out in one of them and try again, or ask for help.';
const WITHDRAWN = 'This version of the app has been withdrawn. Bring the app up to date and sign in again.';
const CLOSED =
  'With this version of the app nobody can sign in for the first time. Bring the app up to date and try again.';
const REFUSED = 'The username or password is not right.';
const NO_PASSKEY = 'This passkey is not known here, or was removed. Sign in in another way.';
const MAX_CODE = 100;
const AGAIN = 'Too much time has passed, or your password was changed. Please sign in again.';
const CODES = {
  WRONG_CODE: 'This code is not right. If it is of an app, check the clock of your device.',
  CODE_USED: 'This code has been used. Wait for the next one, or take another recovery code.',
};

const waitFor = (seconds: number): string =>
  Number.isFinite(seconds)
    ? `There were too many wrong codes. Wait ${seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}, and try again.`
    : 'There were too many wrong codes. Ask an administrator to remove your authenticator, and to let you begin anew.';

export class Interactions {
  private readonly describeResource: ReturnType<typeof resourceServerInfo>;

  constructor(
    private readonly provider: Provider,
    private readonly graphqlUrl: string,
    private readonly clock: Clock,
    readonly sealing: SealingKeys,
    readonly origin: string,
  ) {
    this.describeResource = resourceServerInfo(graphqlUrl);
  }

  async handle(ctx: Context): Promise<void> {
    if (ctx.path === SCRIPT_PATH) return sendScript(ctx);
    const matched = PATH.exec(ctx.path);
    if (!matched) return showNotFound(ctx);
    const [, uid, step] = matched;
    if (!['GET', 'HEAD', 'POST'].includes(ctx.method)) {
      ctx.set('allow', 'GET, HEAD, POST');
      return showPage(ctx, 405, errorPage({ title: 'Not possible', message: 'This page takes GET and POST.' }));
    }
    try {
      const interaction = await this.provider.interactionDetails(ctx.req, ctx.res);
      const client = await this.provider.Client.find(String(interaction.params.client_id));
      if (interaction.uid !== uid) return showExpired(ctx);
      if (!client)
        return showPage(
          ctx,
          400,
          errorPage({ title: 'Unknown application', message: 'The application has been disabled.' }),
        );
      if (clientFacts(client).device?.versionStatus === 'DISABLED')
        return showPage(ctx, 403, errorPage({ title: 'Out of date', message: WITHDRAWN }));
      const turn = new Turn(this, ctx, interaction, client);
      if (ctx.method !== 'POST') return await turn.showStep(step);
      await turn.submit(step);
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return showExpired(ctx);
      if (error instanceof FormError)
        return showPage(
          ctx,
          error.status,
          errorPage({ title: 'The form cannot be read', message: error.message, backUrl: ctx.path }),
        );
      throw error;
    }
  }

  /** The scopes that the authorization asks for, as its own rules see them. */
  async asked(interaction: Interaction, client: Client): Promise<Scopes> {
    const { scope, resource } = interaction.params as { scope?: string; resource?: string | string[] };
    const resourceServers: Record<string, { scope: string }> = {};
    for (const identifier of resource === undefined ? [] : [resource].flat())
      resourceServers[identifier] = await this.describeResource({} as never, identifier, client);
    return askedFor({
      oidc: { client, requestParamScopes: new Set(scope?.split(' ')), resourceServers },
    } as unknown as Parameters<typeof askedFor>[0]);
  }

  async resourceName(identifier: string): Promise<string> {
    if (identifier === this.graphqlUrl) return 'Castellan';
    return (await findResourceServer(identifier))?.name ?? identifier;
  }

  /** Takes the person back to the authorization. */
  async finish(ctx: Context, result: object): Promise<void> {
    const returnTo = await this.provider.interactionResult(ctx.req, ctx.res, result as never, {
      mergeWithLastSubmission: true,
    });
    ctx.status = 303;
    ctx.redirect(returnTo);
  }

  async sessionIsLive(uid: string | undefined): Promise<boolean> {
    return uid !== undefined && (await this.provider.Session.findByUid(uid)) !== undefined;
  }

  sessionCookie(ctx: Context): string | undefined {
    return ctx.cookies.get(this.provider.cookieName('session'), { signed: false });
  }

  /** Whether browsers use https. */
  get secure(): boolean {
    return this.origin.startsWith('https:');
  }

  now(): Date {
    return this.clock.now();
  }
}

const showNotFound = (ctx: Context): void =>
  showPage(
    ctx,
    404,
    errorPage({ title: 'Page not found', message: 'There is nothing at this address.', backUrl: '/' }),
  );

/** One request of a person to one interaction. */
class Turn {
  private readonly facts: ClientFacts;
  private readonly csrf: string;
  private readonly path: string;
  private readonly targets: string[];
  /** Under it is kept, sealed, what the person has proved so far. */
  private readonly secret: string;

  constructor(
    private readonly pages: Interactions,
    private readonly ctx: Context,
    private readonly interaction: Interaction,
    private readonly client: Client,
  ) {
    this.facts = clientFacts(client);
    this.csrf = csrfOf(interaction);
    this.path = `/signin/${interaction.uid}`;
    this.secret = `${interaction.uid}.${interaction.cid}`;
    this.targets = [String(interaction.params.redirect_uri)];
  }

  async show(status = 200, error?: string): Promise<void> {
    if (this.interaction.prompt.name === 'consent') await this.showConsent(status, error);
    else await this.showSignIn(status, String(this.interaction.params.login_hint ?? ''), error);
  }

  showStep(step: string | undefined): Promise<void> {
    if (step === 'code') return this.showCode();
    return step === 'password' ? this.showNewPassword() : this.show();
  }

  async submit(step: string | undefined): Promise<void> {
    const form = await readForm(this.ctx.req);
    if (!csrfMatches(this.interaction, form.get('csrf'))) {
      if (form.has('username')) return this.showSignIn(403, form.get('username')!.slice(0, MAX_USERNAME), TAMPERED);
      return this.show(403, TAMPERED);
    }
    if (step === 'cancel') return this.deny('the sign-in was cancelled');
    if (step === 'switch') return this.showSignIn(200, '', undefined, `${this.path}/login`);
    if (step === 'code') return this.submitCode(form.get('code') ?? '');
    if (step === 'password') return this.submitNewPassword(form.get('newPassword') ?? '');
    if (step === 'passkey') return this.submitPasskey(form.get('response') ?? '');
    if (step === 'login' || this.interaction.prompt.name === 'login') return this.signIn(form, step);
    return this.decide(form.get('decision'));
  }

  private async showSignIn(status: number, username: string, error?: string, action = this.path): Promise<void> {
    const passkey = await this.passkey();
    const page = signInPage({
      ...(passkey ? { passkey } : {}),
      action,
      csrf: this.csrf,
      applicationName: this.facts.applicationName,
      cancelAction: `${this.path}/cancel`,
      ...(currentRequest().canMail ? { forgottenUrl: FORGOTTEN_PATH } : {}),
      ...(username ? { username } : {}),
      ...(error ? { error } : {}),
      ...(await actingIn(this.session)),
    });
    showPage(this.ctx, status, page, this.targets);
  }

  /** The session that the browser held when the interaction began. */
  private get session(): SessionFacts | undefined {
    return currentRequest().sessions.get(this.interaction.session?.uid ?? '');
  }

  private async signIn(form: Map<string, string>, step: string | undefined): Promise<void> {
    const username = form.get('username') ?? '';
    const password = form.get('password') ?? '';
    const action = step ? `${this.path}/${step}` : this.path;
    if (username.trim() === '' || password === '')
      return this.showSignIn(400, username, 'Enter your username and your password.', action);
    if (username.length > MAX_USERNAME || password.length > MAX_PASSWORD)
      return this.showSignIn(400, username.slice(0, MAX_USERNAME), 'The username or password is too long.', action);
    const signedIn = await signIn({
      ...this.place(),
      username: username.trim(),
      password,
      browser: browserValues(this.ctx, this.pages.secure),
      interaction: this.secret,
    });
    if (signedIn === 'SECOND_FACTOR') return this.goOn('code');
    if (signedIn === 'NEW_PASSWORD') return this.goOn('password');
    if (typeof signedIn === 'string') return this.refuse(signedIn, username, action);
    if (signedIn instanceof TooManyFailures) {
      this.ctx.set('retry-after', String(signedIn.seconds));
      return this.showSignIn(429, username, signedIn.message, action);
    }
    return this.complete(signedIn);
  }

  private goOn(step: 'code' | 'password'): void {
    this.ctx.status = 303;
    this.ctx.redirect(`${this.path}/${step}`);
  }

  private place() {
    return { client: this.facts, cookie: this.pages.sessionCookie(this.ctx), now: this.pages.now() };
  }

  private async refuse(refused: Refused | NotProved, username = '', action = this.path): Promise<void> {
    if (refused === 'EXPIRED') return this.showSignIn(401, username, AGAIN, action);
    if (refused === 'CREDENTIALS') return this.showSignIn(401, username, REFUSED, action);
    return this.showSignIn(403, username, refused === 'VERSION_CLOSED' ? CLOSED : TOO_MANY, action);
  }

  async showCode(status = 200, error?: string): Promise<void> {
    const factors = await factorsAsked(this.secret);
    if (!factors) return error ? this.refuse('EXPIRED', '', `${this.path}/login`) : this.show();
    const kinds = factors.map(({ kind }) => kind);
    const passkey = kinds.includes('PASSKEY') ? await this.passkey() : null;
    const page = secondFactorPage({
      ...(passkey ? { passkey } : {}),
      takesCode: kinds.some((kind) => kind !== 'PASSKEY'),
      action: `${this.path}/code`,
      csrf: this.csrf,
      applicationName: this.facts.applicationName,
      cancelAction: `${this.path}/cancel`,
      restartUrl: this.path,
      ...(error ? { error } : {}),
    });
    showPage(this.ctx, status, page, this.targets);
  }

  /** The challenge is as secret as the interaction, and over with it: what signed it can be used nowhere else. */
  private get challenge(): string {
    return createHmac('sha256', this.interaction.cid).update(`passkey ${this.interaction.uid}`).digest('base64url');
  }

  private async passkey() {
    const { origin } = this.pages;
    if (!canUsePasskeys(origin)) return null;
    const userId = (await recallProof(this.secret))?.userId ?? null;
    const options = await requestOptions(await currentDatabase(), origin, { challenge: this.challenge, userId });
    return { action: `${this.path}/passkey`, options: JSON.stringify(options), script: SCRIPT_PATH };
  }

  private async submitPasskey(response: string): Promise<void> {
    const signedIn = await signInWithPasskey({
      ...this.place(),
      response,
      interaction: this.secret,
      challenge: this.challenge,
      origin: this.pages.origin,
    });
    if (signedIn === 'NEW_PASSWORD') return this.goOn('password');
    if (signedIn === 'PASSKEY') return this.showSignIn(401, '', NO_PASSKEY, `${this.path}/login`);
    if (typeof signedIn === 'string') return this.refuse(signedIn, '', `${this.path}/login`);
    return this.complete(signedIn);
  }

  private async submitCode(code: string): Promise<void> {
    if (code.trim() === '') return this.showCode(400, 'Enter a code.');
    if (code.length > MAX_CODE) return this.showCode(400, 'This is too long for a code.');
    const signedIn = await signInWithCode({
      ...this.place(),
      code,
      interaction: this.secret,
      sealing: this.pages.sealing,
    });
    if (signedIn === 'NEW_PASSWORD') return this.goOn('password');
    if (typeof signedIn === 'string') return this.refuse(signedIn, '', `${this.path}/login`);
    if ('login' in signedIn) return this.complete(signedIn);
    if (signedIn.cause === 'TOO_MANY_CODES') return this.showCode(429, waitFor(signedIn.seconds));
    return this.showCode(401, CODES[signedIn.cause]);
  }

  async showNewPassword(status = 200, error?: string): Promise<void> {
    const asked = await askedForPassword(this.secret);
    if (!asked) return error ? this.refuse('EXPIRED', '', `${this.path}/login`) : this.show();
    const page = newPasswordPage({
      title: 'Choose another password',
      why: 'Before you go on, the password has to be changed. Wherever else you are signed in, you will be signed out.',
      ...{ action: `${this.path}/password`, cancelAction: `${this.path}/cancel`, button: 'Change it and sign in' },
      ...{ hidden: { name: 'csrf', value: this.csrf }, username: asked.username, minimum: asked.minimum },
      ...(error ? { error } : {}),
    });
    showPage(this.ctx, status, page, this.targets);
  }

  private async submitNewPassword(password: string): Promise<void> {
    if (password === '') return this.showNewPassword(400, 'Enter a new password.');
    try {
      const signedIn = await signInWithNewPassword({ ...this.place(), password, interaction: this.secret });
      if (typeof signedIn === 'string') return this.refuse(signedIn, '', `${this.path}/login`);
      return this.complete(signedIn);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.showNewPassword(400, inWords(error.message));
    }
  }

  private async complete(signedIn: SignedIn): Promise<void> {
    await keepBrowser(this.ctx, this.pages.secure, userIdOf(signedIn.login.accountId));
    if (
      this.interaction.session &&
      (signedIn.replaced || this.interaction.session.accountId !== signedIn.login.accountId)
    ) {
      this.interaction.session = undefined;
      await this.interaction.persist();
    }
    await this.pages.finish(this.ctx, { login: signedIn.login });
  }

  private async showConsent(status: number, error?: string): Promise<void> {
    const accountId = this.interaction.session?.accountId;
    if (!accountId) return showExpired(this.ctx);
    const asked = await this.pages.asked(this.interaction, this.client);
    const request = currentRequest();
    const userId = userIdOf(accountId);
    const username = request.users.get(userId)?.username ?? (await users(await currentDatabase()).findUsername(userId));
    if (username === null) return showExpired(this.ctx);
    const resources = await Promise.all(
      Object.entries(asked.resources)
        .filter(([, scopes]) => scopes.length > 0)
        .map(async ([identifier, scopes]) => ({ name: await this.pages.resourceName(identifier), scopes })),
    );
    const page = consentPage({
      action: this.path,
      csrf: this.csrf,
      applicationName: this.facts.applicationName,
      username,
      scopes: asked.scopes.map((name) => ({ name, description: scopeDescription(name) })),
      resources,
      switchAccountAction: `${this.path}/switch`,
      ...(this.facts.device ? { deviceName: this.facts.device.name } : {}),
      ...(await actingIn(this.session)),
      ...(error ? { error } : {}),
    });
    showPage(this.ctx, status, page, this.targets);
  }

  private async decide(decision: string | undefined): Promise<void> {
    if (decision === 'deny') return this.deny('the request was denied');
    const { session } = this.interaction;
    if (!session?.accountId) return showExpired(this.ctx);
    if (decision !== 'allow') return this.showConsent(400, 'Choose one of the buttons.');
    const asked = await this.pages.asked(this.interaction, this.client);
    const request = currentRequest();
    request.openTransaction('share');
    const userId = userIdOf(session.accountId);
    await request.lockUser(userId);
    if (!(await this.pages.sessionIsLive(session.uid))) return showExpired(this.ctx);
    if (this.session?.impersonatorId) return this.showConsent(403);
    await giveConsent(userId, this.facts, asked, this.session?.id ?? null);
    await this.pages.finish(this.ctx, { consent: {} });
  }

  private deny(description: string): Promise<void> {
    return this.pages.finish(this.ctx, { error: 'access_denied', error_description: description });
  }
}
