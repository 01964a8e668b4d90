/** Deletes the devices of an application that is deleted. */
import { Any } from 'typeorm';
import type { Dependent } from '../../core/revocation/dependents';
import { endDeviceEpochs } from '../../core/revocation/epochs';
import { devices } from './repository';

export const endsWithApplication: Dependent = {
  remove: async (database, applicationIds, { reason, revocationId }) => {
    await endDeviceEpochs(database, { column: 'application_id', values: applicationIds }, reason, revocationId);
    await devices(database).delete({ applicationId: Any(applicationIds) });
  },
};
