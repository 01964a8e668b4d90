/** One request of a browser to one interaction of oidc-provider: what each step of a sign-in, and the consent, have in common. */
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import type { Clock } from '../../platform/clock';
import type { SealingKeys } from '../../platform/sealing-keys';
import { userIdOf } from '../account-id';
import { clientFacts, type ClientFacts } from '../client-facts';
import { rememberInteraction, signInPath } from '../links/destination';
import type { Interrupted } from '../links/interrupted';
import type { Page } from '../pages';
import type { SessionFacts } from '../request/request-facts';
import { currentRequest } from '../request/request-scope';
import { showPage } from '../show-page';
import type { SignedIn, SignInContext } from '../sign-in/admit';
import { setBrowserCookie } from '../sign-in/known-browser';
import { csrfOf } from './csrf';

export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
export type InteractionClient = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

export interface InteractionService {
  provider: Provider;
  graphqlUrl: string;
  clock: Clock;
  sealing: SealingKeys;
  /** The origin that browsers use. */
  origin: string;
}

export class InteractionRequest {
  /** The application that the user signs in to. */
  readonly application: ClientFacts;
  readonly csrf: string;
  readonly path: string;
  /** Seals what the user has proved so far. */
  readonly secret: string;
  private readonly formTargets: string[];

  constructor(
    readonly service: InteractionService,
    readonly ctx: Context,
    readonly interaction: Interaction,
    readonly client: InteractionClient,
  ) {
    this.application = clientFacts(client);
    this.csrf = csrfOf(interaction);
    this.path = `/signin/${interaction.uid}`;
    this.secret = `${interaction.uid}.${interaction.cid}`;
    currentRequest().application = this.application;
    this.formTargets = [String(interaction.params.redirect_uri)];
  }

  show(status: number, page: Page): Promise<void> {
    return showPage(this.ctx, status, page, this.formTargets);
  }

  redirectToStep(step: 'code' | 'enroll' | 'password'): void {
    this.ctx.status = 303;
    this.ctx.redirect(`${this.path}/${step}`);
  }

  /** The session that the browser held when the interaction began. */
  get session(): SessionFacts | undefined {
    return currentRequest().sessions.get(this.interaction.session?.uid ?? '');
  }

  /** Whether browsers use HTTPS. */
  get secure(): boolean {
    return this.service.origin.startsWith('https:');
  }

  get signInContext(): SignInContext {
    const { provider, clock } = this.service;
    const cookie = this.ctx.cookies.get(provider.cookieName('session'), { signed: false });
    return { client: this.application, cookie, now: clock.now() };
  }

  /** Returns the user to the authorization, signed in. */
  async complete(signedIn: SignedIn): Promise<void> {
    await setBrowserCookie(this.ctx, this.secure, userIdOf(signedIn.login.accountId));
    if (
      this.interaction.session &&
      (signedIn.replaced || this.interaction.session.accountId !== signedIn.login.accountId)
    ) {
      this.interaction.session = undefined;
      await this.interaction.persist();
    }
    // `prompt=create` is done too, whether the user has registered or had an account already.
    await this.finish({ login: signedIn.login, ...(this.interaction.prompt.name === 'create' ? { create: {} } : {}) });
  }

  /** For pages that interrupt the sign-in. */
  get interrupted(): Interrupted {
    const { csrf, path, interaction } = this;
    const { applicationId } = this.application;
    const remember = () => rememberInteraction(this.ctx, interaction.uid, this.secure);
    return { applicationId, path, csrf, backUrl: signInPath(interaction.uid), remember };
  }

  deny(description: string): Promise<void> {
    return this.finish({ error: 'access_denied', error_description: description });
  }

  /** Returns the user to the authorization. */
  async finish(result: object): Promise<void> {
    const { req, res } = this.ctx;
    const returnTo = await this.service.provider.interactionResult(req, res, result as never, {
      mergeWithLastSubmission: true,
    });
    this.ctx.status = 303;
    this.ctx.redirect(returnTo);
  }
}
