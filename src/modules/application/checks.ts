/** Validates the properties of an application. */
import { hidesCharacters, mixesScriptsInWord } from '../../platform/unicode';
import type { ApplicationKind, PushMode } from '../../schema/enums';
import { invalidInput } from '../../schema/errors';
import { isPermission } from '../../schema/permissions';
import { OPENID_SCOPES } from '../../schema/scopes';
import { colorFault, hasPlainHost, LOOPBACK, webUriFault } from '../../schema/web-values';
import type { Presentation } from './client';

const MAX_URIS = 50;

/**
 * Exact URIs without fragment or wildcard: https, http on the loopback interface, or for a mobile app a private-use scheme with a dot
 * (RFC 8252, section 7.1).
 */
const isRedirectUri = (uri: string, kind: ApplicationKind): boolean => {
  if (uri.length > 2_000 || /[\s\p{Cc}*]/u.test(uri) || !uri.isWellFormed() || !URL.canParse(uri)) return false;
  const url = new URL(uri);
  if (url.hash || uri.includes('#') || url.username || url.password) return false;
  if (url.protocol === 'https:') return hasPlainHost(url);
  if (url.protocol === 'http:') return LOOPBACK.includes(url.hostname);
  return kind === 'MOBILE' && url.protocol.includes('.');
};

export const checkRedirectUris = (field: string, uris: string[], kind: ApplicationKind): void => {
  if (uris.length > MAX_URIS) throw invalidInput(field, `\`${field}\` must have at most ${MAX_URIS} entries.`);
  const invalid = uris.findIndex((uri) => !isRedirectUri(uri, kind));
  if (invalid >= 0)
    throw invalidInput(
      field,
      `\`${field}[${invalid}]\` must be an exact https URI (http only on 127.0.0.1, [::1] or localhost) without fragment or wildcard.`,
    );
};

/** What the input says of the application's pages, checked: fields that are left out are missing, null removes a value. */
export const presentationOf = (input: Partial<Presentation>, kind: ApplicationKind): Partial<Presentation> => {
  const { initiateLoginUri, logoUri, policyUri, termsUri, color } = input;
  const given = Object.entries({ initiateLoginUri, logoUri, policyUri, termsUri, color }).filter(
    ([, value]) => value !== undefined,
  );
  for (const [field, value] of given) {
    if (value === null) continue;
    if (!signsUsersIn(kind)) throw invalidInput(field, `An application of kind ${kind} has no \`${field}\`.`);
    const fault = field === 'color' ? colorFault(value!) : webUriFault(value!);
    if (fault) throw invalidInput(field, `\`${field}\` ${fault}`);
  }
  return Object.fromEntries(given);
};

export const checkName = (name: string): void => {
  if (
    name.trim() === '' ||
    name.length > 100 ||
    name !== name.trim() ||
    hidesCharacters(name) ||
    mixesScriptsInWord(name)
  )
    throw invalidInput(
      'name',
      '`name` must be 1 to 100 characters without invisible characters, words that mix alphabets, or spaces at its ends.',
    );
};

/** Only a confidential client can ask users to confirm sign-ins. */
export const checkBackchannel = (enabled: boolean | null | undefined, kind: ApplicationKind): void => {
  if (enabled && kind !== 'WEB')
    throw invalidInput('backchannelAuthentication', 'Only a web application can ask users to confirm sign-ins.');
};

export const checkConsentLifetime = (seconds: number | null | undefined): void => {
  if (seconds != null && seconds < 1)
    throw invalidInput('consentLifetime', '`consentLifetime` must be at least one second.');
};

export const checkPushMode = (pushMode: PushMode | null | undefined, kind: ApplicationKind): void => {
  if (pushMode != null && kind !== 'MOBILE')
    throw invalidInput('pushMode', 'Only a mobile application has a `pushMode`.');
};

export const checkIdentifier = (identifier: string, publicUrl: string): void => {
  if (
    identifier.length > 500 ||
    !URL.canParse(identifier) ||
    identifier.includes('#') ||
    /[\s\p{Cc}]/u.test(identifier) ||
    !identifier.isWellFormed()
  )
    throw invalidInput(
      'identifier',
      '`identifier` must be an absolute URI without fragment, such as https://api.example.com.',
    );
  if (new URL(identifier).origin === new URL(publicUrl).origin)
    throw invalidInput('identifier', '`identifier` must not be an address of this service.');
};

const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/;

/** `account` is reserved for first-party applications. */
export const checkScopes = (scopes: string[], kind: ApplicationKind, firstParty: boolean): void => {
  if (scopes.length > 100) throw invalidInput('scopes', '`scopes` must have at most 100 entries.');
  const invalid = scopes.findIndex(
    (scope) =>
      !(kind === 'RESOURCE_SERVER'
        ? SCOPE_TOKEN.test(scope)
        : [...OPENID_SCOPES, 'self', 'account', 'admin'].includes(scope) || isPermission(scope)),
  );
  if (invalid >= 0) throw invalidInput('scopes', `\`scopes[${invalid}]\` is not a scope of this service.`);
  if (kind !== 'RESOURCE_SERVER' && scopes.includes('account') && !firstParty)
    throw invalidInput('scopes', '`scopes`: only an application with `firstParty: true` can have the scope `account`.');
};

const SIGNS_USERS_IN: ApplicationKind[] = ['WEB', 'SPA', 'MOBILE'];
export const signsUsersIn = (kind: ApplicationKind): boolean => SIGNS_USERS_IN.includes(kind);

export const checkFirstParty = (firstParty: boolean, kind: ApplicationKind): void => {
  if (firstParty && !signsUsersIn(kind))
    throw invalidInput(
      'firstParty',
      `An application of kind ${kind} does not sign users in and cannot be first-party.`,
    );
};
