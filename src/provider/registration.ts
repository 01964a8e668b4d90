/** Dynamic registration (RFC 7591) of installations of a mobile application. Each becomes a device with its own credentials. */
import { type ClientMetadata, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { secretHash } from '../platform/hash';
import { newId } from '../platform/random';
import { Platform } from '../schema/enums';
import { applicationVersions } from '../modules/app-version';
import type { RegisteringApplication } from '../modules/application';
import { devices } from '../modules/device';
import { DEVICE_TEXT_LENGTHS, isPrintable } from '../schema/text';
import { recordEvents } from '../core/event/record';
import type { Payload } from './adapters/adapter';
import { CLIENT_FACTS, type ClientFacts, DEFAULT_SCOPES, isStaticScope } from './client-facts';
import { currentRequest } from './request/request-scope';

export const INSTALLATION_POLICY = 'installation';

type InstallationFacts = Pick<ClientFacts, 'applicationId'> & Pick<RegisteringApplication, 'registrationTokenId'>;

const REGISTRAR = 'registrar';

export const rememberRegistrar = (application: RegisteringApplication): void =>
  void currentRequest().memory.set(REGISTRAR, Promise.resolve(application));

/** What an installation says about itself, with the maximum lengths. */
const DEVICE_TEXTS = {
  device_name: DEVICE_TEXT_LENGTHS.name,
  device_model: DEVICE_TEXT_LENGTHS.model,
  device_os_version: DEVICE_TEXT_LENGTHS.osVersion,
  device_app_version: DEVICE_TEXT_LENGTHS.appVersion,
} as const;

export const DEVICE_METADATA = [...Object.keys(DEVICE_TEXTS), 'device_platform'];

const refuse = (description: string): never => {
  throw new errors.InvalidClientMetadata(description);
};

const readText = (properties: Record<string, unknown>, name: keyof typeof DEVICE_TEXTS): string | undefined => {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return refuse(`${name} must be a string`);
  const text = value.trim();
  if ([...text].length > DEVICE_TEXTS[name]) refuse(`${name} must have at most ${DEVICE_TEXTS[name]} characters`);
  if (!isPrintable(text)) refuse(`${name} must not contain control characters`);
  return text || undefined;
};

const readPlatform = (value: unknown): Platform => {
  if (value === undefined || value === null) return Platform.OTHER;
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  return Object.hasOwn(Platform, name)
    ? (name as Platform)
    : refuse(`device_platform must be one of ${Object.keys(Platform).join(', ')}`);
};

const readRedirectUris = (value: unknown, allowed: string[]): string[] => {
  if (value === undefined) return allowed;
  if (!Array.isArray(value) || !value.every((uri) => allowed.includes(uri as string)))
    return refuse('redirect_uris must be among those of the application');
  return value as string[];
};

/** Replaces the metadata that was sent with our own. */
export const shapeInstallation = async (_ctx: KoaContextWithOIDC, properties: ClientMetadata): Promise<void> => {
  const application = (await currentRequest().memory.get(REGISTRAR)) as RegisteringApplication;
  const given = properties as Record<string, unknown>;
  const method = given.token_endpoint_auth_method;
  if (method !== undefined && method !== 'client_secret_basic' && method !== 'client_secret_post')
    refuse('token_endpoint_auth_method must be client_secret_basic');
  const redirectUris = readRedirectUris(given.redirect_uris, application.redirectUris);
  const interactive = redirectUris.length > 0;
  const deviceTexts = Object.fromEntries(
    (Object.keys(DEVICE_TEXTS) as (keyof typeof DEVICE_TEXTS)[]).map((name) => [name, readText(given, name)]),
  );
  const scopes = application.scopes.length > 0 ? application.scopes : DEFAULT_SCOPES;
  const facts: InstallationFacts = {
    applicationId: application.id,
    registrationTokenId: application.registrationTokenId,
  };
  const shaped = {
    client_id: given.client_id,
    client_secret: given.client_secret,
    client_id_issued_at: given.client_id_issued_at,
    client_secret_expires_at: 0,
    client_name: application.name,
    application_type: 'native',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: [...(interactive ? ['authorization_code', 'refresh_token'] : []), 'client_credentials'],
    response_types: interactive ? ['code'] : [],
    redirect_uris: redirectUris,
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    scope: scopes.filter(isStaticScope).join(' ') || undefined,
    ...deviceTexts,
    device_name:
      deviceTexts.device_name ?? deviceTexts.device_model ?? application.name.slice(0, DEVICE_TEXTS.device_name),
    device_platform: readPlatform(given.device_platform),
    [CLIENT_FACTS]: facts,
  };
  for (const name of Object.keys(given)) delete given[name];
  Object.assign(given, shaped);
};

/** A version that is closed to new installations cannot register. */
const admit = async (database: Database, applicationId: string, appVersion: string): Promise<void> => {
  await applicationVersions(database).remember(applicationId, appVersion);
  const status = (await applicationVersions(database).lockStatuses(applicationId, [appVersion])).get(appVersion);
  if (status !== 'ENABLED')
    refuse(
      `device_app_version ${appVersion} does not accept new installations: install a different version of the application`,
    );
};

/** Writes the device. Its secret is stored as a hash only. */
export const registerInstallation = async (clientId: string, payload: Payload): Promise<void> => {
  const { applicationId, registrationTokenId } = payload[CLIENT_FACTS as keyof Payload] as InstallationFacts;
  const metadata = payload as Record<string, string | undefined>;
  const request = currentRequest();
  const database = await request.database();
  const id = newId();
  if (metadata.device_app_version) await admit(database, applicationId, metadata.device_app_version);
  await devices(database).add({
    ...{ id, applicationId, clientId, registrationTokenId, secretHash: secretHash(metadata.client_secret!) },
    metadata: { redirect_uris: payload.redirect_uris },
    ...{ name: metadata.device_name, platform: metadata.device_platform, model: metadata.device_model },
    ...{ osVersion: metadata.device_os_version, appVersion: metadata.device_app_version },
  });
  await recordEvents(database, request.caller({ applicationId }), [
    { type: 'DEVICE_REGISTERED', applicationId, deviceId: id, details: { platform: metadata.device_platform } },
  ]);
};

/** The response to a registration does not contain our internal metadata. */
export const withoutFacts = (body: unknown): unknown => {
  if (body === null || typeof body !== 'object') return body;
  const { [CLIENT_FACTS]: _, ...rest } = body as Record<string, unknown>;
  return rest;
};
