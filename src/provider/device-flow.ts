/** Signing in with a code that is entered on another device (RFC 8628): its settings and its pages. */
import type { Context } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { networkOf, throttle } from '../core/throttle/throttle';
import { deviceCodePage, deviceConfirmPage, deviceDonePage, errorPage } from './pages';
import { currentRequest } from './request/request-scope';
import { describeUserAgent } from './sessions/user-agent';
import { showPage } from './show-page';

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** Seconds that the codes are valid. */
export const DEVICE_CODE_LIFETIME = 600;

type DeviceInfo = Record<string, unknown>;

const MESSAGES: Record<string, string> = {
  NotFoundError: 'There is no such code. Check it on your device, and enter it again.',
  ExpiredError: 'This code has expired. Get a new one on your device.',
  AlreadyUsedError: 'This code has been used already. Get a new one on your device.',
  NoCodeError: 'Enter the code that your device shows.',
};

const nameOf = (ctx: KoaContextWithOIDC): string => ctx.oidc.client?.clientName ?? '';

/** Also shows what went wrong. A refusal by the user is not an error. */
const userCodeInputSource = (ctx: KoaContextWithOIDC, formHtml: string, out?: object, error?: Error): void => {
  if (error?.name === 'AbortedError')
    return showPage(ctx, 200, deviceDonePage({ applicationName: nameOf(ctx), denied: true }));
  if (error && !(error.name in MESSAGES)) {
    const description = (out as { error_description?: string } | undefined)?.error_description;
    return showPage(
      ctx,
      ctx.status >= 400 ? ctx.status : 400,
      errorPage({
        title: 'The device could not be signed in',
        message: description
          ? `${description.charAt(0).toUpperCase()}${description.slice(1)}.`
          : 'Get a new code on your device.',
        requestId: currentRequest().facts.requestId,
        backUrl: '/oidc/device',
      }),
    );
  }
  showPage(ctx, 200, deviceCodePage({ formHtml, ...(error ? { error: MESSAGES[error.name]! } : {}) }));
};

const userCodeConfirmSource = (
  ctx: KoaContextWithOIDC,
  formHtml: string,
  _client: object,
  { ip, userAgent }: DeviceInfo,
  userCode: string,
): void => {
  const { browser, os } = describeUserAgent(userAgent as string | null);
  const origin = [[browser, os].filter(Boolean).join(', '), ip as string | null].filter(Boolean).join(' · ');
  showPage(ctx, 200, deviceConfirmPage({ formHtml, applicationName: nameOf(ctx), userCode, origin }));
};

export const deviceFlow = {
  enabled: true,
  charset: 'base-20' as const,
  mask: '****-****',
  deviceInfo: (): DeviceInfo => ({ ip: currentRequest().facts.ip, userAgent: currentRequest().facts.userAgent }),
  userCodeInputSource,
  userCodeConfirmSource,
  successSource: (ctx: KoaContextWithOIDC): void =>
    showPage(ctx, 200, deviceDonePage({ applicationName: nameOf(ctx), denied: false })),
};

const CODES = { what: 'user code', limit: 30, seconds: 600 };

/** RFC 8628 §5.1: user codes are short, so only few of them can be tried. True if the request has been answered. */
export const limitUserCodes = async (ctx: Context, database: Database): Promise<boolean> => {
  if (ctx.path !== '/device' || ctx.method !== 'POST') return false;
  const refusal = await throttle(database, [{ ...CODES, of: networkOf(currentRequest().facts.ip) }]);
  if (!refusal) return false;
  ctx.set('retry-after', String(CODES.seconds));
  showPage(ctx, 429, errorPage({ title: 'Too many codes', message: refusal.message, backUrl: '/oidc/device' }));
  return true;
};
