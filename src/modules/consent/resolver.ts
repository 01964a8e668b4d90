/** The query, mutations and fields of consents. */
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { Application, applicationById } from '../application';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { Consent } from './entity';
import * as inputs from './inputs';
import { ConsentConnection, ConsentFilter, ConsentOrder } from './list';
import { consentList } from './repository';
import * as service from './service';

const ConsentsArgs = connectionArgs(
  () => ConsentFilter,
  () => ConsentOrder,
  consentList,
);

@Resolver(() => Consent)
export class ConsentResolver {
  @Query(() => ConsentConnection, {
    description: 'Consents. Without the permission to read consents, only your own.',
  })
  consents(@Args(() => ConsentsArgs) args: ConnectionArgs<ConsentFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, consentList, 'CREATED_AT', args, accessCondition(principal, 'consents:read'));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user who gave it.' })
  user(@Root() consent: Shown<Consent, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, consent.userId);
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, { nullable: true, description: 'The application it was given to.' })
  application(@Root() consent: Shown<Consent, 'applicationId'>, @Ctx() context: Context) {
    return context.show(applicationById, consent.applicationId);
  }

  @Mutation(() => inputs.RevokeConsentPayload, {
    description:
      'Ends a consent, with the tokens and access grants issued under it. The application must ask for consent again. Errors: NOT_FOUND.',
  })
  async revokeConsent(@Arg('input') input: inputs.RevokeConsentInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeConsent(context, input);
    return { consent: value, consentId: value && encodeId('Consent', value.id), revocation, errors };
  }

  @Mutation(() => inputs.RevokeConsentsPayload, {
    description:
      'Ends many consents under one receipt. Errors: INVALID_INPUT, COUNT_MISMATCH; for a single consent: NOT_FOUND.',
  })
  async revokeConsents(@Arg('input') input: inputs.RevokeConsentsInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeConsents(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokeApplicationAccessPayload, {
    description:
      'Ends the access of an application to a user on every installation: tokens, access grants and consents. Devices are kept. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async revokeApplicationAccess(@Arg('input') input: inputs.RevokeApplicationAccessInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeApplicationAccess(context, input);
    const [user, application] = value
      ? await Promise.all([
          visibleUserByUuid(context, value.userId),
          context.show(applicationById, value.applicationId),
        ])
      : [null, null];
    return { user, application, revocation, errors };
  }
}
