/** What may be done to an application in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { forbiddenFor, Refusal } from '../../schema/errors';
import { isPermission, type Permission, PERMISSIONS } from '../../schema/permissions';
import type { Principal } from '../../core/authority/principal';
import { DEFAULT_SCOPES } from '../../schema/scopes';
import type { Application } from './entity';

export type Authority = Pick<Application, 'kind' | 'scopes' | 'firstParty' | 'consentMode' | 'resourceScopes'>;

/** What `self` allows with the data of one user comes to this with that of everybody who signs in. */
const SELF: readonly Permission[] = [
  ...(['users:read', 'devices:read', 'sessions:read', 'tokens:read', 'grants:read', 'consents:read'] as const),
  ...(['events:read', 'revocations:read', 'applications:read', 'groups:read'] as const),
  ...(['sessions:revoke', 'tokens:revoke', 'grants:revoke', 'consents:revoke'] as const),
  ...(['applicationAccess:revoke', 'devices:disconnect'] as const),
];

const ofScope = (scope: string): readonly Permission[] => {
  if (scope === 'admin' || scope === 'account') return PERMISSIONS;
  return scope === 'self' ? SELF : isPermission(scope) ? [scope] : [];
};

/**
 * What somebody could do by means of a client: whoever holds its secret or a redirect URI of it gets its tokens. A first-party application
 * can change how anybody signs in, one with implicit consent asks nobody, and what a resource server's scopes allow is not known here: to manage
 * these takes every permission.
 */
const authorityOf = ({ kind, scopes, firstParty, consentMode, resourceScopes }: Authority): readonly Permission[] => {
  if (firstParty || consentMode === 'IMPLICIT' || kind === 'RESOURCE_SERVER') return PERMISSIONS;
  if (Object.keys(resourceScopes).length > 0) return PERMISSIONS;
  if (kind === 'MACHINE') return scopes.flatMap((scope) => (scope === 'self' ? [] : ofScope(scope)));
  return (scopes.length > 0 ? scopes : DEFAULT_SCOPES).flatMap(ofScope);
};

/** Nobody makes, changes, takes over or ends a client that may do what they may not. */
export const mayManageApplication = (
  principal: Principal,
  application: Authority,
): ReturnType<typeof forbiddenFor> | null =>
  authorityOf(application).every((permission) => principal.permissions.has(permission))
    ? null
    : forbiddenFor('every permission that the application can use');

export const HAS_SECRET: Application['kind'][] = ['WEB', 'MACHINE', 'RESOURCE_SERVER'];

const invalidState = (message: string, field = 'applicationId') =>
  new Refusal('INVALID_STATE', message, ['input', field]);

/** Without `force`. Whether devices use it is asked only where it matters. */
export const mayDeleteApplication = async (
  application: Application,
  hasDevices: (applicationId: string) => Promise<boolean>,
): Promise<Refusal | null> => {
  if (application.builtIn)
    return invalidState('This application comes with the service and cannot be deleted; disable it instead.');
  return (await hasDevices(application.id))
    ? invalidState('Devices use this application; give `force: true` to delete them with it.', 'force')
    : null;
};

export const mayRotateClientSecret = ({ kind }: Application): Refusal | null =>
  HAS_SECRET.includes(kind) ? null : invalidState(`An application of kind ${kind} has no client secret.`);

export const mayRotateRegistrationToken = ({ kind }: Application): Refusal | null =>
  kind === 'MOBILE' ? null : invalidState('Only a mobile application has a registration token.');
