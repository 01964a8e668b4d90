/** Installations of mobile applications, and which users have signed in on them. */
import { Any } from 'typeorm';
import { defineModule, plannable } from '../../core/module/module';
import { deviceLinks } from './link-repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { Device, DeviceLink } from './entity';
import { DeviceCapabilities, DeviceLinkCapabilities, UserDeviceCapabilities } from './capabilities';
import { UserDevices } from './edges';
import { DeviceLinkResolver, DeviceResolver } from './resolver';
import { AffectedUsersChanged } from './inputs';
import { deviceRules } from './rules';
import { visibleDevice, visibleDeviceLink } from './visible';
import * as many from './many';
import * as service from './service';
import * as inputs from './inputs';
import { endsWithDeviceLink } from './endings';
import { endsWithApplication } from './application-ending';
import { retention } from './retention';
import { personalData } from './personal-data';
import { devices } from './repository';
import { endDeviceEpochs } from '../../core/revocation/epochs';
import * as vocabulary from './vocabulary';

export { Device, DeviceLink } from './entity';
export { deviceLinks, type DeviceUser, type PushLink } from './link-repository';
export { deviceById } from './loaders';
export { mayDisconnect, mayDisconnectLink, notOwnDevice } from './policy';
export { devices } from './repository';

export const deviceModule = defineModule({
  name: 'device',
  ...vocabulary,
  entities: [Device, DeviceLink],
  resolvers: [
    DeviceCapabilities,
    DeviceLinkCapabilities,
    UserDeviceCapabilities,
    UserDevices,
    DeviceResolver,
    DeviceLinkResolver,
  ],
  orphanedTypes: [AffectedUsersChanged],
  rules: deviceRules,
  nodes: {
    Device: (context, _id, uuid) => visibleDevice(context, uuid),
    DeviceLink: (context, _id, uuid) => visibleDeviceLink(context, uuid),
  },
  plannable: {
    disconnectDevice: plannable(inputs.DisconnectDeviceInput, service.disconnectDevice),
    disconnectAllDevices: plannable(inputs.DisconnectAllDevicesInput, service.disconnectAllDevices),
    deleteDevice: plannable(inputs.DeleteDeviceInput, service.deleteDevice),
    deleteDevices: plannable(inputs.DeleteDevicesInput, many.deleteDevices),
    removeMyDevice: plannable(inputs.RemoveMyDeviceInput, many.removeMyDevice),
  },
  endsWith: { application: endsWithApplication, deviceLink: endsWithDeviceLink, user: deletedWithUser(deviceLinks) },
  retention,
  personalData,
  endsDerived: {
    DEVICE: async (database, ids, { revocationId }) => {
      await endDeviceEpochs(database, { column: 'id', values: ids }, 'DEVICE_DELETED', revocationId);
      await devices(database).delete({ id: Any(ids) });
    },
  },
  withoutRetention: { devices: 'until it is deleted' },
});
