/** The query, mutation and fields of access grants. */
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { Application, applicationById } from '../application';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { AccessGrant } from './entity';
import * as inputs from './inputs';
import { AccessGrantConnection, AccessGrantFilter, AccessGrantOrder } from './list';
import { accessGrantList } from './repository';
import { revokeAccessGrant } from './service';

const AccessGrantsArgs = connectionArgs(
  () => AccessGrantFilter,
  () => AccessGrantOrder,
  accessGrantList,
);

@Resolver(() => AccessGrant)
export class AccessGrantResolver {
  @Query(() => AccessGrantConnection, {
    description: 'Authorization codes. Without the permission to read grants, only your own.',
  })
  accessGrants(@Args(() => AccessGrantsArgs) args: ConnectionArgs<AccessGrantFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, accessGrantList, 'CREATED_AT', args, accessCondition(principal, 'grants:read'));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user it was issued for.' })
  user(@Root() grant: Shown<AccessGrant, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, grant.userId);
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, { nullable: true, description: 'The application it was issued to.' })
  application(@Root() grant: Shown<AccessGrant, 'applicationId'>, @Ctx() context: Context) {
    return context.show(applicationById, grant.applicationId);
  }

  @Reads('deviceId')
  @FieldResolver(() => Device, { nullable: true, description: 'The device it was issued to.' })
  device(@Root() grant: Shown<AccessGrant, 'deviceId'>, @Ctx() context: Context) {
    return grant.deviceId && context.show(deviceById, grant.deviceId);
  }

  @Mutation(() => inputs.RevokeAccessGrantPayload, {
    description: 'Ends an access grant. Its code can no longer be exchanged. Errors: NOT_FOUND.',
  })
  async revokeAccessGrant(@Arg('input') input: inputs.RevokeAccessGrantInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await revokeAccessGrant(context, input);
    return { accessGrant: value, accessGrantId: value && encodeId('AccessGrant', value.id), revocation, errors };
  }
}
