/** Signing in with a code that is entered on another device (RFC 8628): its settings and its pages. */
import type { Context } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { networkOf, throttle } from '../core/throttle/throttle';
import { deviceCodePage, deviceConfirmPage, deviceDonePage, errorPage } from './pages';
import { currentRequest } from './request/request-scope';
import { describeUserAgent } from './sessions/user-agent';
import { presentFor } from './library-pages';
import { refusalMessage, showPage } from './show-page';
import type { Message } from './texts';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Seconds that the codes are valid. */
export const DEVICE_CODE_LIFETIME = 600;

type DeviceInfo = Record<string, unknown>;

const MESSAGES: Record<string, Message> = {
  NotFoundError: (t) => t.device.unknown,
  ExpiredError: (t) => t.device.expired,
  AlreadyUsedError: (t) => t.device.used,
  NoCodeError: (t) => t.device.what,
};

const nameOf = (ctx: KoaContextWithOIDC): string => ctx.oidc.client?.clientName ?? '';

/** Also shows what went wrong. A refusal by the user is not an error. */
const userCodeInputSource = (ctx: KoaContextWithOIDC, formHtml: string, out?: object, error?: Error): Promise<void> => {
  presentFor(ctx);
  if (error?.name === 'AbortedError')
    return showPage(ctx, 200, deviceDonePage({ applicationName: nameOf(ctx), denied: true }));
  const message = error && MESSAGES[error.name];
  if (error && !message) {
    const description = (out as { error_description?: string } | undefined)?.error_description;
    return showPage(
      ctx,
      ctx.status >= 400 ? ctx.status : 400,
      errorPage({
        title: (t) => t.device.faultTitle,
        message: (t) =>
          description ? `${description.charAt(0).toUpperCase()}${description.slice(1)}.` : t.device.fault,
        requestId: currentRequest().facts.requestId,
        backUrl: '/oidc/device',
      }),
    );
  }
  return showPage(ctx, 200, deviceCodePage({ formHtml, ...(message ? { error: message } : {}) }));
};

const userCodeConfirmSource = (
  ctx: KoaContextWithOIDC,
  formHtml: string,
  _client: object,
  { ip, userAgent }: DeviceInfo,
  userCode: string,
): Promise<void> => {
  presentFor(ctx);
  const { browser, os } = describeUserAgent(userAgent as string | null);
  const origin = [[browser, os].filter(Boolean).join(', '), ip as string | null].filter(Boolean).join(' · ');
  return showPage(ctx, 200, deviceConfirmPage({ formHtml, applicationName: nameOf(ctx), userCode, origin }));
};

export const deviceFlow = {
  enabled: true,
  charset: 'base-20' as const,
  mask: '****-****',
  deviceInfo: (): DeviceInfo => ({ ip: currentRequest().facts.ip, userAgent: currentRequest().facts.userAgent }),
  userCodeInputSource,
  userCodeConfirmSource,
  successSource: (ctx: KoaContextWithOIDC): Promise<void> => {
    presentFor(ctx);
    return showPage(ctx, 200, deviceDonePage({ applicationName: nameOf(ctx), denied: false }));
  },
};

const CODES = { what: 'user code', limit: 30, seconds: 600 };

/** RFC 8628 §5.1: user codes are short, so only few of them can be tried. True if the request has been answered. */
export const limitUserCodes = async (ctx: Context, database: Database): Promise<boolean> => {
  if (ctx.path !== '/device' || ctx.method !== 'POST') return false;
  const refusal = await throttle(database, [{ ...CODES, of: networkOf(currentRequest().facts.ip) }]);
  if (!refusal) return false;
  ctx.set('retry-after', String(CODES.seconds));
  const page = errorPage({
    title: (t) => t.device.tooManyTitle,
    message: refusalMessage(refusal),
    backUrl: '/oidc/device',
  });
  await showPage(ctx, 429, page);
  return true;
};
