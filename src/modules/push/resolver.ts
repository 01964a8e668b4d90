/** Push in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { visibleUserByUuid } from '../user';
import * as inputs from './inputs';
import * as service from './service';
import { deviceById } from '../device';

@Resolver()
export class PushResolver {
  @Mutation(() => inputs.EnrollPushAuthenticationPayload, {
    description:
      'Enrolls the calling device for push messages: it is notified when its user is asked to confirm a sign-in. If the application’s `pushMode` ends push on other devices, the receipt lists them. Errors: INVALID_INPUT, INVALID_STATE, CONFLICT.',
  })
  async enrollPushAuthentication(@Arg('input') input: inputs.EnrollPushAuthenticationInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.enrollPushAuthentication(context, input);
    return { deviceLink: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokePushNotificationsPayload, {
    description:
      'Ends push messages for a user on a device. Mobile authentication stays enabled, and the device can still query `pendingAuthentications`. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async revokePushNotifications(@Arg('input') input: inputs.RevokePushNotificationsInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokePushNotifications(context, input);
    const [user, device] = value
      ? await Promise.all([visibleUserByUuid(context, value.userId), context.show(deviceById, value.deviceId)])
      : [null, null];
    return { deviceLink: value, user, device, revocation, errors };
  }
}
