/** The language and the brand of the pages of one request. */
import type { Context } from 'koa';
import { readSettings } from '../core/setting/settings';
import { type Brand, type Look, lookIn, PLAIN_BRAND } from './pages';
import { currentDatabase, currentRequest } from './request/request-scope';
import { firstLanguage, type Language, LANGUAGE_CODES } from './texts';

/** `ui_locales` of the authorization request, else what the browser prefers. */
const languageOf = (ctx: LookContext): Language =>
  firstLanguage(currentRequest().uiLocales ?? '') ?? firstLanguage(ctx.acceptsLanguages(LANGUAGE_CODES) || '') ?? 'en';

const KEYS = [
  ...(['branding.name', 'branding.logoUri', 'branding.color', 'branding.policyUri', 'branding.termsUri'] as const),
];

const readBrand = async (): Promise<Brand> => {
  const set = await readSettings(await currentDatabase(), KEYS);
  const { application } = currentRequest();
  const service = set['branding.name'];
  return {
    service,
    name: application?.logoUri ? application.applicationName : service,
    logoUri: application?.logoUri ?? set['branding.logoUri'],
    color: application?.color ?? set['branding.color'],
    policyUri: application?.policyUri ?? set['branding.policyUri'],
    termsUri: application?.termsUri ?? set['branding.termsUri'],
  };
};

export type LookContext = Pick<Context, 'acceptsLanguages'>;

export const lookOf = async (ctx: LookContext): Promise<Look> =>
  lookIn(languageOf(ctx), await readBrand(), currentRequest().base);

/** Without the brand, which is in the database. */
export const plainLookOf = (ctx: LookContext): Look => lookIn(languageOf(ctx), PLAIN_BRAND, currentRequest().base);
