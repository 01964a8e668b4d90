/**
 * The page of the link of `impersonateUser`: it puts the session into the browser that opens it, once, and shows there in whose place one
 * acts, until it is ended.
 */
import { createHmac } from 'node:crypto';
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import { recordEvents } from '../core/event/record';
import {
  type Claim,
  describeImpersonation,
  endImpersonationOf,
  findClaim,
  mayStillImpersonate,
  takeSession,
} from '../modules/impersonation';
import { type BrowserSession, endSession, sessions } from '../modules/session';
import type { Database } from '../database/database';
import { sameHash, secretHash } from '../platform/hash';
import { newSecret } from '../platform/random';
import { findHeld } from './admit';
import { readForm } from './form';
import type { Locate } from './location';
import { showGone, showPage } from './notices';
import { actedPage, actingPage, errorPage, impersonationPage } from './pages';
import { currentRequest } from './request-scope';
import { describeOrigin } from './sessions';

export const IMPERSONATION_PATH = '/signin/impersonation';

const NOBODY = errorPage({
  title: 'You act in nobody’s place',
  message: 'In this browser nobody acts in the place of another, or it has ended.',
});
const TAMPERED = errorPage({
  title: 'The form is out of date',
  message: 'The form was not sent from this page, or it is out of date. Please try again.',
  backUrl: IMPERSONATION_PATH,
});

/** Known to the pages of the session alone. */
const csrfOf = (cookie: string): string => createHmac('sha256', cookie).update('end impersonation').digest('base64url');

export class ImpersonationPages {
  constructor(
    private readonly provider: Provider,
    private readonly locate: Locate,
    private readonly secure: boolean,
  ) {}

  async handle(ctx: Context): Promise<void> {
    const form = ctx.method === 'POST' ? await readForm(ctx.req) : null;
    const given = form ? form.get('link') : ctx.query['link'];
    if (given === undefined) return form ? this.end(ctx, form) : this.show(ctx);
    const link = typeof given === 'string' ? given : '';
    const claim = await findClaim(await currentRequest().database(), link);
    if (!claim || !(await sessions(await currentRequest().database()).existsLive(claim.id))) return showGone(ctx);
    if (form) return this.take(ctx, claim, link);
    const { username, impersonator, minutes } = claim;
    return showPage(ctx, 200, impersonationPage({ action: ctx.path, link, username, impersonator, minutes }));
  }

  private get cookieName(): string {
    return this.provider.cookieName('session');
  }

  private cookie(ctx: Context): string | undefined {
    return ctx.cookies.get(this.cookieName, { signed: false });
  }

  /** Under the locks of both users, and of whoever's session the browser held: that one is over, since its cookie goes. */
  private async take(ctx: Context, claim: Claim, link: string): Promise<void> {
    const request = currentRequest();
    const held = await findHeld(await request.database(), this.cookie(ctx));
    request.openTransaction('no key update');
    const database = await request.database();
    const { id, userId, impersonatorId } = claim;
    await request.lockUsers([...new Set([userId, impersonatorId, ...(held ? [held.userId] : [])])]);
    const cookie = newSecret('s').slice(2);
    const origin = await describeOrigin(null, this.locate);
    if (!(await mayStillImpersonate(database, impersonatorId, userId))) return showGone(ctx);
    if (
      !(await sessions(database).existsLive(id)) ||
      !(await takeSession(database, { id, secret: link, cookie, origin }))
    )
      return showGone(ctx);
    if (held && held.id !== id) await this.replace(database, held);
    await recordEvents(database, request.caller({ userId, impersonatorId, sessionId: id }), [
      { type: 'SIGN_IN', userId, sessionId: id },
    ]);
    const [httpOnly, sameSite, signed, overwrite] = [true, 'lax', false, true] as const;
    ctx.cookies.set(this.cookieName, cookie, { httpOnly, sameSite, secure: this.secure, signed, overwrite });
    ctx.status = 303;
    ctx.redirect(IMPERSONATION_PATH);
  }

  private async replace(database: Database, { id, userId, impersonatorId }: BrowserSession): Promise<void> {
    await endSession(database, currentRequest().caller({ userId, impersonatorId, sessionId: id }), {
      action: 'sign_in',
      sessionId: id,
      userId,
      impersonated: impersonatorId !== null,
      removeTokens: false,
      endReason: 'REPLACED',
    });
  }

  private async current(ctx: Context): Promise<(Claim & { cookie: string }) | null> {
    const database = await currentRequest().database();
    const cookie = this.cookie(ctx);
    const held = await findHeld(database, cookie);
    const claim = held?.impersonatorId ? await describeImpersonation(database, held.id) : null;
    return claim && { ...claim, cookie: cookie! };
  }

  private async show(ctx: Context): Promise<void> {
    const current = await this.current(ctx);
    if (!current) return showPage(ctx, 404, NOBODY);
    const { cookie, username, impersonator, expiresAt } = current;
    const page = actingPage({ action: ctx.path, csrf: csrfOf(cookie), username, impersonator, until: expiresAt });
    showPage(ctx, 200, page);
  }

  private async end(ctx: Context, form: Map<string, string>): Promise<void> {
    const request = currentRequest();
    const current = await this.current(ctx);
    if (!current) return showPage(ctx, 404, NOBODY);
    const { id, userId, impersonatorId, username, cookie } = current;
    if (!sameHash(secretHash(form.get('csrf') ?? ''), secretHash(csrfOf(cookie)))) return showPage(ctx, 403, TAMPERED);
    request.openTransaction('no key update');
    const database = await request.database();
    await request.lockUser(userId);
    if (await sessions(database).existsLive(id))
      await endImpersonationOf(database, request.caller({ userId, impersonatorId, sessionId: id }), current);
    showPage(ctx, 200, actedPage({ username }));
  }
}
