/** Push messages to devices. */
import { defineModule, plannable } from '../../core/module/module';
import { pushEnrollments } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { PushEnrollment } from './entity';
import { LinkPushCapabilities } from './capabilities';
import { PushResolver } from './resolver';
import { pushRules } from './rules';
import * as service from './service';
import * as inputs from './inputs';
import { endsWithDeviceLink } from './endings';
import { jobOf } from '../../core/job/task';
import { push } from './deliver';
import { pushTask } from './task';
import { personalData } from './personal-data';
import * as vocabulary from './vocabulary';
export { notifyDevices } from './notify';
export { pushEnrollments } from './repository';

export const pushModule = defineModule({
  name: 'push',
  ...vocabulary,
  entities: [PushEnrollment],
  resolvers: [LinkPushCapabilities, PushResolver],
  rules: pushRules,
  plannable: {
    revokePushNotifications: plannable(inputs.RevokePushNotificationsInput, service.revokePushNotifications),
  },
  endsWith: {
    user: deletedWithUser(pushEnrollments),
    deviceLink: endsWithDeviceLink,
    mobileAuthentication: endsWithDeviceLink,
  },
  jobs: [jobOf(pushTask, push)],
  personalData,
  withoutRetention: { push_enrollments: 'until it is revoked, or with its device link' },
});
