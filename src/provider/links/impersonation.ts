/**
 * The page of the link that `impersonateUser` returns. It gives the session to the first browser that accepts it. There it shows who is being
 * impersonated, and ends the impersonation.
 */
import { createHmac } from 'node:crypto';
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import { recordEvents } from '../../core/event/record';
import {
  type Impersonation,
  describeImpersonation,
  endImpersonationOf,
  findClaim,
  mayStillImpersonate,
  claimSession,
} from '../../modules/impersonation';
import { type BrowserSession, endSession, sessions } from '../../modules/session';
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newSecret } from '../../platform/random';
import { findBrowserSession } from '../sign-in/admit';
import { readForm } from '../request/form';
import type { Locate } from '../sessions/location';
import { showLinkGone, showPage } from '../show-page';
import { impersonationEndedPage, impersonatingPage, errorPage, impersonationPage } from '../pages';
import { currentRequest } from '../request/request-scope';
import { describeOrigin } from '../sessions/origin';
import { IMPERSONATION_PATH } from '../paths';

const NO_IMPERSONATION = errorPage({
  title: (t) => t.impersonation.noneTitle,
  message: (t) => t.impersonation.none,
});
const TAMPERED = errorPage({
  title: (t) => t.errors.formExpiredTitle,
  message: (t) => t.form.expired,
  backUrl: IMPERSONATION_PATH,
});

/** Only the pages of the session know it. */
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
    if (!claim || !(await sessions(await currentRequest().database()).existsLive(claim.id))) return showLinkGone(ctx);
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

  /** Locks both users, and the user of the session that the browser held: that session ends, since its cookie is replaced. */
  private async take(ctx: Context, claim: Impersonation, link: string): Promise<void> {
    const request = currentRequest();
    const previous = await findBrowserSession(await request.database(), this.cookie(ctx));
    request.openTransaction('no key update');
    const database = await request.database();
    const { id, userId, impersonatorId } = claim;
    await request.lockUsers([...new Set([userId, impersonatorId, ...(previous ? [previous.userId] : [])])]);
    const cookie = newSecret('s').slice(2);
    const origin = await describeOrigin(null, this.locate);
    if (!(await mayStillImpersonate(database, impersonatorId, userId))) return showLinkGone(ctx);
    if (
      !(await sessions(database).existsLive(id)) ||
      !(await claimSession(database, { id, secret: link, cookie, origin }))
    )
      return showLinkGone(ctx);
    if (previous && previous.id !== id) await this.replace(database, previous);
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

  private async current(ctx: Context): Promise<(Impersonation & { cookie: string }) | null> {
    const database = await currentRequest().database();
    const cookie = this.cookie(ctx);
    const session = await findBrowserSession(database, cookie);
    const claim = session?.impersonatorId ? await describeImpersonation(database, session.id) : null;
    return claim && { ...claim, cookie: cookie! };
  }

  private async show(ctx: Context): Promise<void> {
    const current = await this.current(ctx);
    if (!current) return showPage(ctx, 404, NO_IMPERSONATION);
    const { cookie, username, impersonator, expiresAt } = current;
    const page = impersonatingPage({
      action: ctx.path,
      csrf: csrfOf(cookie),
      username,
      impersonator,
      until: expiresAt,
    });
    return showPage(ctx, 200, page);
  }

  private async end(ctx: Context, form: Map<string, string>): Promise<void> {
    const request = currentRequest();
    const current = await this.current(ctx);
    if (!current) return showPage(ctx, 404, NO_IMPERSONATION);
    const { id, userId, impersonatorId, username, cookie } = current;
    if (!sameHash(secretHash(form.get('csrf') ?? ''), secretHash(csrfOf(cookie)))) return showPage(ctx, 403, TAMPERED);
    request.openTransaction('no key update');
    const database = await request.database();
    await request.lockUser(userId);
    if (await sessions(database).existsLive(id))
      await endImpersonationOf(database, request.caller({ userId, impersonatorId, sessionId: id }), current);
    return showPage(ctx, 200, impersonationEndedPage({ username }));
  }
}
