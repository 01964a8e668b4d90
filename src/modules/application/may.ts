/** What may be done to an application in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { Refusal } from '../../schema/errors';
import type { Application } from './entity';

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
