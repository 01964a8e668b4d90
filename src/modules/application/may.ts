/** What may be done to an application in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { forbiddenFor, Refusal, type RequestError } from '../../schema/errors';
import { isPermission, type Permission, PERMISSIONS } from '../../schema/permissions';
import type { Principal } from '../viewer/principal';
import type { Application } from './entity';

export type Authority = Pick<Application, 'kind' | 'scopes' | 'firstParty'>;

/**
 * What somebody could do by means of a client: whoever holds its secret or a redirect URI of it gets its tokens. A first-party application
 * can change how anybody signs in.
 */
const authorityOf = ({ kind, scopes, firstParty }: Authority): readonly Permission[] => {
  if (firstParty) return PERMISSIONS;
  if (kind === 'RESOURCE_SERVER') return [];
  return scopes.includes('admin') ? PERMISSIONS : scopes.filter(isPermission);
};

/** Nobody makes, changes, takes over or ends a client that may do what they may not. */
export const mayManageApplication = (principal: Principal, application: Authority): RequestError | null =>
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
