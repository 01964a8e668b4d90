/** How an application speaks OAuth: what its inputs can set, by kind of application. */
import type { ApplicationKind } from '../../schema/enums';
import { invalidInput } from '../../schema/errors';
import { signsUsersIn } from './checks';
import type { Application } from './entity';
import type { CreateApplicationInput, UpdateApplicationInput } from './inputs';
import { HAS_SECRET } from './policy';

export type ClientSettings = Pick<
  Application,
  | 'idTokenAlgorithm'
  | 'pkce'
  | 'requirePushedAuthorizationRequests'
  | 'dpopBoundAccessTokens'
  | 'deviceAuthorization'
  | 'accessTokenFormat'
  | 'accessTokenLifetime'
  | 'scopesNeedRoles'
>;

/** Public clients always use PKCE: a mobile app has secrets, but they are in the hands of its users. */
const mustUsePkce = (kind: ApplicationKind): boolean => kind === 'SPA' || kind === 'MOBILE';

export const defaultSettings = (kind: ApplicationKind): ClientSettings => ({
  idTokenAlgorithm: 'RS256',
  pkce: kind === 'WEB' ? 'OR_NONCE' : 'REQUIRED',
  requirePushedAuthorizationRequests: false,
  dpopBoundAccessTokens: false,
  deviceAuthorization: false,
  accessTokenFormat: 'OPAQUE',
  accessTokenLifetime: null,
  scopesNeedRoles: false,
});

const refuseUnless = (allowed: boolean, field: string, message: string): void => {
  if (!allowed) throw invalidInput(field, message);
};

const refuseUnlessServer = (allowed: boolean, kind: ApplicationKind, field: string): void =>
  refuseUnless(allowed || kind === 'RESOURCE_SERVER', field, `Only a resource server has \`${field}\`.`);

/** In seconds. */
const MIN_LIFETIME = 30;
const MAX_LIFETIME = 86_400;
export const MAX_JWT_LIFETIME = 300;

const CHECKS: { [K in keyof ClientSettings]: (value: ClientSettings[K], kind: ApplicationKind) => void } = {
  idTokenAlgorithm: (_value, kind) =>
    refuseUnless(signsUsersIn(kind), 'idTokenAlgorithm', `An application of kind ${kind} gets no ID tokens.`),
  pkce: (value, kind) => {
    refuseUnless(signsUsersIn(kind), 'pkce', `An application of kind ${kind} sends no authorization requests.`);
    refuseUnless(value === 'REQUIRED' || !mustUsePkce(kind), 'pkce', `An application of kind ${kind} has to use PKCE.`);
  },
  requirePushedAuthorizationRequests: (value, kind) =>
    refuseUnless(
      !value || signsUsersIn(kind),
      'requirePushedAuthorizationRequests',
      `An application of kind ${kind} sends no authorization requests.`,
    ),
  dpopBoundAccessTokens: (value, kind) =>
    refuseUnless(
      !value || kind !== 'RESOURCE_SERVER',
      'dpopBoundAccessTokens',
      'A resource server requests no access tokens.',
    ),
  deviceAuthorization: (value, kind) =>
    refuseUnless(
      !value || kind === 'WEB' || kind === 'SPA',
      'deviceAuthorization',
      'Only a web or browser application can sign users in on another device.',
    ),
  accessTokenFormat: (value, kind) => refuseUnlessServer(value === 'OPAQUE', kind, 'accessTokenFormat'),
  accessTokenLifetime: (value, kind) => {
    refuseUnlessServer(false, kind, 'accessTokenLifetime');
    refuseUnless(
      value === null || (value >= MIN_LIFETIME && value <= MAX_LIFETIME),
      'accessTokenLifetime',
      `\`accessTokenLifetime\` must be from ${MIN_LIFETIME} to ${MAX_LIFETIME} seconds.`,
    );
  },
  scopesNeedRoles: (value, kind) => refuseUnlessServer(!value, kind, 'scopesNeedRoles'),
};

/** A resource server keeps accepting a JWT until it expires, whatever has ended meanwhile. */
export const checkTokenLifetime = ({
  accessTokenFormat,
  accessTokenLifetime,
}: Pick<Application, 'accessTokenFormat' | 'accessTokenLifetime'>): void =>
  refuseUnless(
    accessTokenFormat === 'OPAQUE' || (accessTokenLifetime ?? 0) <= MAX_JWT_LIFETIME,
    'accessTokenLifetime',
    `A JWT cannot be recalled: \`accessTokenLifetime\` must be at most ${MAX_JWT_LIFETIME} seconds for it.`,
  );

const NAMES = Object.keys(CHECKS) as (keyof ClientSettings)[];

/** What the input sets, checked. */
export const clientSettingsIn = (
  kind: ApplicationKind,
  input: CreateApplicationInput | UpdateApplicationInput,
): Partial<ClientSettings> =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = input[name];
      if (value == null) return [];
      CHECKS[name](value as never, kind);
      return [[name, value]];
    }),
  );

export const checkHasKeys = (kind: ApplicationKind): void =>
  refuseUnless(HAS_SECRET.includes(kind), 'jwks', `An application of kind ${kind} does not authenticate itself.`);
