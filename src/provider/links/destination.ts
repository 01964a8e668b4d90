/**
 * Where a flow ends that began at an application. In the browser where the sign-in began, it resumes that sign-in; elsewhere, the application begins
 * a new one at its `initiateLoginUri`. Nothing else is ever linked to.
 */
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import { applications } from '../../modules/application';
import { clientFacts } from '../client-facts';
import type { Destination } from '../pages';
import { currentDatabase, currentRequest } from '../request/request-scope';

export interface DestinationService {
  provider: Provider;
  /** The origin that browsers use. */
  origin: string;
}

const COOKIE = 'castellan_return';
const UID = /^[\w-]{1,64}$/;
const HOUR_MS = 3_600_000;

/** Lets later pages in this browser resume the interaction. The cookie is no proof: the interaction has a cookie of its own. */
export const rememberInteraction = (ctx: Context, uid: string, secure: boolean): void => {
  const [httpOnly, sameSite, signed, overwrite] = [true, 'lax', false, true] as const;
  ctx.cookies.set(COOKIE, uid, { httpOnly, sameSite, secure, signed, overwrite, path: '/signin', maxAge: HOUR_MS });
};

export const signInPath = (uid: string): string => `/signin/${uid}/login`;

/** OpenID Connect Core section 4: the application begins a sign-in itself. */
const initiateLogin = (uri: string, { provider }: DestinationService): string => {
  const url = new URL(uri);
  url.searchParams.set('iss', provider.issuer);
  return url.href;
};

/** The interaction that began at the application in this browser, if it can still be completed. */
const findInterrupted = async (ctx: Context, { provider }: DestinationService, applicationId: string) => {
  const uid = ctx.cookies.get(COOKIE, { signed: false }) ?? '';
  const interaction = UID.test(uid) ? await provider.Interaction.find(uid) : undefined;
  const client = interaction && (await provider.Client.find(String(interaction.params.client_id)));
  return client && clientFacts(client).applicationId === applicationId ? interaction : null;
};

/** Shows the page as one of the application, in the language of the sign-in that it interrupts. */
export const presentFor = async (
  ctx: Context,
  service: DestinationService,
  applicationId: string | null,
): Promise<void> => {
  if (!applicationId) return;
  const request = currentRequest();
  request.application = await applications(await request.database()).findPresentation(applicationId);
  const interrupted = await findInterrupted(ctx, service, applicationId);
  request.uiLocales = interrupted?.params.ui_locales as string | undefined;
};

/** The path of the interaction that began at the application in this browser. */
const resumable = async (ctx: Context, service: DestinationService, applicationId: string): Promise<string | null> => {
  const interaction = await findInterrupted(ctx, service, applicationId);
  if (!interaction) return null;
  // A new password has ended the session in which the interaction began. The user signs in again.
  if (interaction.session?.uid && !(await service.provider.Session.findByUid(interaction.session.uid))) {
    interaction.session = undefined;
    await interaction.persist();
  }
  return signInPath(interaction.uid);
};

/** Where the application begins a sign-in. Null if the application is gone. */
export const startOf = async (
  service: DestinationService,
  applicationId: string | null,
): Promise<Destination | null> => {
  const found = applicationId ? await applications(await currentDatabase()).findPresentation(applicationId) : null;
  if (!found) return null;
  const { applicationName, initiateLoginUri } = found;
  return { applicationName, url: initiateLoginUri && initiateLogin(initiateLoginUri, service) };
};

/** The same, for flows that interrupt a sign-in. */
export const destinationOf = async (
  ctx: Context,
  service: DestinationService,
  applicationId: string | null,
): Promise<Destination | null> => {
  const start = await startOf(service, applicationId);
  return start && { ...start, url: (await resumable(ctx, service, applicationId!)) ?? start.url };
};
