/** Who can manage an application, and what its state allows: enforced by the mutations and reported by the `viewerCan…` fields. */
import { forbiddenFor, Refusal } from '../../schema/errors';
import { isPermission, type Permission, PERMISSIONS } from '../../schema/permissions';
import type { Principal } from '../../core/authority/principal';
import { holdsAllPermissions } from '../../core/authority/rights';
import { DEFAULT_SCOPES } from '../../schema/scopes';
import type { Application } from './entity';

export type Authority = Pick<
  Application,
  'kind' | 'scopes' | 'firstParty' | 'consentMode' | 'resourceScopes' | 'claims'
>;

/** `self` covers the data of one user. An application gets it from every user who signs in, which amounts to these permissions. */
const SELF: readonly Permission[] = [
  ...(['users:read', 'devices:read', 'sessions:read', 'tokens:read', 'grants:read', 'consents:read'] as const),
  ...(['events:read', 'revocations:read', 'applications:read', 'groups:read'] as const),
  ...(['sessions:revoke', 'tokens:revoke', 'grants:revoke', 'consents:revoke'] as const),
  ...(['applicationAccess:revoke', 'devices:disconnect'] as const),
];

const ofScope = (scope: string): readonly Permission[] => {
  if (scope === 'admin' || scope === 'account') return PERMISSIONS;
  if (scope === 'groups') return ['groups:read'];
  if (scope === 'roles') return ['users:read'];
  return scope === 'self' ? SELF : isPermission(scope) ? [scope] : [];
};

/**
 * The permissions that someone could gain through a client: whoever has its secret or controls a redirect URI gets its tokens. Managing these
 * applications takes every permission: first-party applications, which can change how users sign in; applications with implicit consent, which do not ask the user; and resource servers with the applications that use them, because this service does not know what their scopes allow.
 */
const authorityOf = ({
  kind,
  scopes,
  firstParty,
  consentMode,
  resourceScopes,
  claims,
}: Authority): readonly Permission[] => {
  if (firstParty || consentMode === 'IMPLICIT' || kind === 'RESOURCE_SERVER') return PERMISSIONS;
  if (Object.keys(resourceScopes).length > 0) return PERMISSIONS;
  if (kind === 'MACHINE') return scopes.flatMap((scope) => (scope === 'self' ? [] : ofScope(scope)));
  const readsAttributes = claims.some(({ source }) => source === 'ATTRIBUTE');
  return [
    ...(scopes.length > 0 ? scopes : DEFAULT_SCOPES).flatMap(ofScope),
    ...(readsAttributes ? (['users:read'] as const) : []),
  ];
};

/** Nobody can create, change, take over or end a client with permissions that they do not hold themselves. */
export const mayManageApplication = (
  principal: Principal,
  application: Authority,
): ReturnType<typeof forbiddenFor> | null =>
  authorityOf(application).every((permission) => principal.permissions.has(permission))
    ? null
    : forbiddenFor('every permission that the application can use');

/** What the scopes of a resource server allow is not known here. */
export const mayGiveResourceScopes = (principal: Principal): ReturnType<typeof forbiddenFor> | null =>
  holdsAllPermissions(principal) ? null : forbiddenFor('every permission, to give scopes of resource servers');

export const HAS_SECRET: Application['kind'][] = ['WEB', 'MACHINE', 'RESOURCE_SERVER'];

const invalidState = (message: string, field = 'applicationId') =>
  new Refusal('INVALID_STATE', message, ['input', field]);

/** Whether the application can be deleted without `force`. `hasDevices` is called only if the answer depends on it. */
export const mayDeleteApplication = async (
  application: Application,
  hasDevices: (applicationId: string) => Promise<boolean>,
): Promise<Refusal | null> => {
  if (application.builtIn)
    return invalidState('Built-in applications cannot be deleted. Disable the application instead.');
  return (await hasDevices(application.id))
    ? invalidState('Devices use this application. Set `force: true` to delete them as well.', 'force')
    : null;
};

export const mayRotateClientSecret = ({ kind }: Application): Refusal | null =>
  HAS_SECRET.includes(kind) ? null : invalidState(`An application of kind ${kind} has no client secret.`);

export const mayRotateRegistrationToken = ({ kind }: Application): Refusal | null =>
  kind === 'MOBILE' ? null : invalidState('Only a mobile application has a registration token.');
