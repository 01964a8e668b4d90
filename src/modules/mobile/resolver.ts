/** Mobile authentication in the schema. */
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Refusal } from '../../schema/errors';
import { Device, deviceById, DeviceLink, deviceLinks } from '../device';
import { User, userOf } from '../user';
import { Application, applicationById } from '../application';
import { answerAuthentication, pendingAuthentications } from './answer';
import { createDeviceChallenge, enrollMobileAuthentication } from './enroll';
import { Authenticator } from './entity';
import * as inputs from './inputs';
import { PendingAuthentication, publicIdOf } from './request';
import * as service from './service';
import { authenticatorsOfLink, authenticatorsOfUser } from './loaders';

@Resolver(() => Authenticator)
export class AuthenticatorResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Whose it is.' })
  user(@Root() { userId }: Authenticator, @Ctx() context: Context) {
    return userOf(context, userId);
  }

  @FieldResolver(() => Device, {
    nullable: true,
    description: 'The device that holds it; null for a second factor of the sign-in page.',
  })
  async device(@Root() { deviceLinkId }: Authenticator, @Ctx() context: Context) {
    const link = await deviceLinks(context.database).findById(deviceLinkId);
    return link && context.load(deviceById, link.deviceId);
  }

  @Mutation(() => inputs.CreateDeviceChallengePayload, {
    description:
      'A challenge for the device to sign, for five minutes. By the app on the device. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async createDeviceChallenge(@Arg('input') input: inputs.CreateDeviceChallengeInput, @Ctx() context: Context) {
    try {
      return { challenge: await createDeviceChallenge(context, input.deviceId), errors: [] };
    } catch (error) {
      if (error instanceof Refusal) return { challenge: null, errors: [error.asValue()] };
      throw error;
    }
  }

  @Mutation(() => inputs.EnrollMobileAuthenticationPayload, {
    description:
      'Enrolls a key of the device for its user: sign-ins can be confirmed with it from then on. By the app on the device. Errors: NOT_FOUND, INVALID_INPUT, INVALID_SIGNATURE, INVALID_STATE, CONFLICT.',
  })
  async enrollMobileAuthentication(
    @Arg('input') input: inputs.EnrollMobileAuthenticationInput,
    @Ctx() context: Context,
  ) {
    const { value, errors } = await enrollMobileAuthentication(context, input);
    return { ...value, errors };
  }

  @Mutation(() => inputs.RevokeMobileAuthenticationPayload, {
    description:
      'The user can no longer confirm sign-ins on the device, with push or without; the device and its tokens stay, and it may be enrolled again. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async revokeMobileAuthentication(
    @Arg('input') input: inputs.RevokeMobileAuthenticationInput,
    @Ctx() context: Context,
  ) {
    const { value, revocation, errors } = await service.revokeMobileAuthentication(context, input);
    return { deviceLink: value, revocation, errors };
  }

  @Mutation(() => inputs.RemoveDeviceAuthenticatorPayload, {
    description:
      'Removes one authenticator from a device. The last one takes mobile authentication with it. Errors: NOT_FOUND.',
  })
  async removeDeviceAuthenticator(@Arg('input') input: inputs.RemoveDeviceAuthenticatorInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.removeDeviceAuthenticator(context, input);
    return { deviceLink: value, revocation, errors };
  }
}

@Resolver(() => PendingAuthentication)
export class PendingAuthenticationResolver {
  @Query(() => [PendingAuthentication], {
    description:
      'The sign-ins that wait for the user to confirm them, oldest first, for an app on a device with mobile authentication; else none.',
  })
  pendingAuthentications(@Ctx() context: Context) {
    return pendingAuthentications(context);
  }

  @FieldResolver(() => ID, { description: 'Give it to `answerAuthentication`.' })
  id(@Root() request: PendingAuthentication) {
    return publicIdOf(request);
  }

  @FieldResolver(() => Application, { nullable: true, description: 'The application that asks.' })
  application(@Root() { applicationId }: PendingAuthentication, @Ctx() context: Context) {
    return context.load(applicationById, applicationId);
  }

  @Mutation(() => inputs.AnswerAuthenticationPayload, {
    description:
      'Confirms or refuses a sign-in, with a signature by a key of the device. Errors: NOT_FOUND, INVALID_STATE, INVALID_SIGNATURE.',
  })
  async answerAuthentication(@Arg('input') input: inputs.AnswerAuthenticationInput, @Ctx() context: Context) {
    const { value, errors } = await answerAuthentication(context, input);
    return { answeredAuthenticationId: value, errors };
  }
}

@Resolver(() => DeviceLink)
export class LinkAuthenticators {
  @FieldResolver(() => [Authenticator], {
    description: 'The keys with which the user confirms sign-ins on the device.',
  })
  authenticators(@Root() link: DeviceLink, @Ctx() context: Context) {
    return context.load(authenticatorsOfLink, link.id);
  }
}

@Resolver(() => User)
export class UserAuthenticators {
  @FieldResolver(() => [Authenticator], {
    description: 'What the user proves with who they are: second factors, and keys on devices.',
  })
  authenticators(@Root() user: User, @Ctx() context: Context) {
    return context.load(authenticatorsOfUser, user.id);
  }
}
