/** Push in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { userOf } from '../user';
import * as inputs from './inputs';
import * as service from './service';
import { deviceById } from '../device';

@Resolver()
export class PushResolver {
  @Mutation(() => inputs.EnrollPushAuthenticationPayload, {
    description:
      'From now on the device that asks is told by push message when its user is to confirm something. What `pushMode` of the application takes from other devices is in the receipt. Errors: INVALID_INPUT, INVALID_STATE, CONFLICT.',
  })
  async enrollPushAuthentication(@Arg('input') input: inputs.EnrollPushAuthenticationInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.enrollPushAuthentication(context, input);
    return { deviceLink: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokePushNotificationsPayload, {
    description:
      'A user gets no more push messages on a device; mobile authentication stays, and the device can still ask by itself. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async revokePushNotifications(@Arg('input') input: inputs.RevokePushNotificationsInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokePushNotifications(context, input);
    const [user, device] = value
      ? await Promise.all([userOf(context, value.userId), context.load(deviceById, value.deviceId)])
      : [null, null];
    return { user, device, revocation, errors };
  }
}
