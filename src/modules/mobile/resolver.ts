/** Mobile authentication in the schema. */
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { AuthenticatorStatus } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { Device, deviceById, DeviceLink, deviceLinks } from '../device';
import { User, visibleUserByUuid } from '../user';
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
  @Reads('endedAt')
  @FieldResolver(() => AuthenticatorStatus, { description: 'Whether it can be used.' })
  status(@Root() { endedAt }: Shown<Authenticator, 'endedAt'>): AuthenticatorStatus {
    return endedAt ? 'ENDED' : 'ACTIVE';
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user that it belongs to.' })
  user(@Root() { userId }: Shown<Authenticator, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, userId);
  }

  @Reads('deviceLinkId')
  @FieldResolver(() => Device, {
    nullable: true,
    description: 'The device that holds the key; null for a second factor of the sign-in page.',
  })
  async device(@Root() { deviceLinkId }: Shown<Authenticator, 'deviceLinkId'>, @Ctx() context: Context) {
    const link = await deviceLinks(context.database).findById(deviceLinkId);
    return link && context.show(deviceById, link.deviceId);
  }

  @Mutation(() => inputs.CreateDeviceChallengePayload, {
    description:
      'Creates a challenge for the device to sign, valid for five minutes. Called by the app on the device. Errors: NOT_FOUND, INVALID_STATE.',
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
      'Enrolls a key of the device, so that its user can confirm sign-ins with it. Called by the app on the device. Errors: NOT_FOUND, INVALID_INPUT, INVALID_SIGNATURE, INVALID_STATE, CONFLICT.',
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
      'Ends mobile authentication for a user on a device, and push with it. The device and its tokens stay, and it can be enrolled again. Errors: NOT_FOUND, INVALID_STATE.',
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
      'Removes one authenticator from a device. Removing the last one ends mobile authentication there. Errors: NOT_FOUND.',
  })
  async removeDeviceAuthenticator(@Arg('input') input: inputs.RemoveDeviceAuthenticatorInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.removeDeviceAuthenticator(context, input);
    return { ...value, revocation, errors };
  }
}

@Resolver(() => PendingAuthentication)
export class PendingAuthenticationResolver {
  @Query(() => [PendingAuthentication], {
    description:
      'The sign-ins that the user is asked to confirm, oldest first. Empty unless called by an app on a device with mobile authentication.',
  })
  pendingAuthentications(@Ctx() context: Context) {
    return pendingAuthentications(context);
  }

  @FieldResolver(() => ID, { description: 'Give it to `answerAuthentication`.' })
  id(@Root() request: PendingAuthentication) {
    return publicIdOf(request);
  }

  @FieldResolver(() => Application, { nullable: true, description: 'The application that made the request.' })
  application(@Root() { applicationId }: PendingAuthentication, @Ctx() context: Context) {
    return context.show(applicationById, applicationId);
  }

  @Mutation(() => inputs.AnswerAuthenticationPayload, {
    description:
      'Approves or denies a sign-in, signed with a key of the device. Errors: NOT_FOUND, INVALID_STATE, INVALID_SIGNATURE.',
  })
  async answerAuthentication(@Arg('input') input: inputs.AnswerAuthenticationInput, @Ctx() context: Context) {
    const { value, errors } = await answerAuthentication(context, input);
    return { answeredAuthenticationId: value, errors };
  }
}

@Resolver(() => DeviceLink)
export class LinkAuthenticators {
  @Reads('id')
  @FieldResolver(() => [Authenticator], {
    description: 'The keys with which the user can confirm sign-ins on the device.',
  })
  authenticators(@Root() link: Shown<DeviceLink, 'id'>, @Ctx() context: Context) {
    return context.load(authenticatorsOfLink, link.id);
  }
}

@Resolver(() => User)
export class UserAuthenticators {
  @Reads('id')
  @FieldResolver(() => [Authenticator], {
    description: 'The authenticators of the user: second factors of the sign-in page, and keys on devices.',
  })
  authenticators(@Root() user: Shown<User, 'id'>, @Ctx() context: Context) {
    return context.load(authenticatorsOfUser, user.id);
  }
}
