/** GraphQL queries and fields of receipts. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId, type IdType } from '../../platform/type-id';
import { Node } from '../../schema/node';
import type { RevocationItemType } from '../../schema/enums';
import { PageArgs } from '../../schema/page';
import { connectionArgs, type ConnectionArgs, pageOf, pagesOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { Actor, actorOf, Application, applicationById } from '../application';
import { accessCondition } from '../../core/authority/object-permissions';
import { nodeOf } from '../../core/context/node';
import { type Receipt } from '../../core/revocation/engine';
import { Revocation, RevocationCounts, RevocationItem } from '../../core/revocation/entity';
import { itemsPage } from './items';
import { Residual, ResidualToken } from './residual';
import { ITEM_ORDER, itemList } from './item-repository';
import { RevocationConnection, RevocationFilter, RevocationItemConnection, RevocationOrder } from './list';
import { revocationList } from './repository';
import { countsSoFar } from '../../core/revocation/items';
import { MAX_FAILURES } from '../../core/revocation/settle';
import { visibleRevocation } from './visible';

const RevocationsArgs = connectionArgs(
  () => RevocationFilter,
  () => RevocationOrder,
);

const ITEM_IDS: Record<RevocationItemType, IdType> = {
  USER: 'User',
  DEVICE_LINK: 'DeviceLink',
  DEVICE: 'Device',
  SESSION: 'Session',
  ACCESS_TOKEN: 'Token',
  REFRESH_TOKEN: 'Token',
  API_TOKEN: 'Token',
  ACCESS_GRANT: 'AccessGrant',
  CONSENT: 'Consent',
  PUSH_ENROLLMENT: 'PushEnrollment',
  AUTHENTICATOR: 'Authenticator',
  PASSWORD: 'Password',
  CLIENT_SECRET: 'ClientSecret',
  RECOVERY_LINK: 'RecoveryLink',
  INVITATION: 'Invitation',
  REGISTRATION_TOKEN: 'RegistrationToken',
  APPLICATION: 'Application',
  ROLE_ASSIGNMENT: 'RoleAssignment',
  GROUP_MEMBERSHIP: 'GroupMembership',
  OFFBOARDING: 'Offboarding',
};

@Resolver(() => Revocation)
export class RevocationResolver {
  @Query(() => Revocation, {
    nullable: true,
    description: 'One receipt. Null if it does not exist or you do not have access.',
  })
  revocation(@Arg('id', () => ID, { description: 'The id of the receipt.' }) id: string, @Ctx() context: Context) {
    return visibleRevocation(context, id);
  }

  @Query(() => RevocationConnection, {
    description: 'Receipts. Without the permission to read all of them, only those that affect you.',
  })
  revocations(@Args(() => RevocationsArgs) args: ConnectionArgs<RevocationFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, revocationList, 'REQUESTED_AT', args, accessCondition(principal, 'revocations:read'));
  }

  @FieldResolver(() => Actor, { nullable: true, description: 'Who requested it. Null if you do not have access.' })
  @Reads('actorUserId', 'actorApplicationId')
  actor(@Root() receipt: Shown<Receipt, 'actorUserId' | 'actorApplicationId'>, @Ctx() context: Context) {
    return actorOf(context, receipt);
  }

  @Reads('impersonatorUserId')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who impersonated the actor; null if there is none or you do not have access.',
  })
  impersonator(@Root() receipt: Shown<Receipt, 'impersonatorUserId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, receipt.impersonatorUserId);
  }

  @Reads('userId')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The owner of what ended, if all of it belonged to one user.',
  })
  user(@Root() receipt: Shown<Receipt, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, receipt.userId);
  }

  @Reads('targetId', 'targetType')
  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The id of the target. Null for an operation on many things.',
  })
  targetId(@Root() receipt: Shown<Receipt, 'targetId' | 'targetType'>) {
    return receipt.targetId && encodeId(receipt.targetType as IdType, receipt.targetId);
  }

  @Reads('targetId', 'targetType')
  @FieldResolver(() => Node, {
    nullable: true,
    description:
      'The target. Null for an operation on many things, or if the target is gone or you do not have access.',
  })
  target(@Root() receipt: Shown<Receipt, 'targetId' | 'targetType'>, @Ctx() context: Context) {
    return receipt.targetId && nodeOf(context, encodeId(receipt.targetType as IdType, receipt.targetId));
  }

  @FieldResolver(() => RevocationCounts, {
    description: 'How many things ended, by kind. A lower bound if `countsAreFinal` is false.',
  })
  counts(@Root() receipt: Receipt): RevocationCounts {
    return countsSoFar(receipt);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether `counts` is complete. If very much ended, it is counted in the background, and grows until then. A dry run counts up to 10,000 things.',
  })
  countsAreFinal(@Root() { counts }: Receipt): boolean {
    return counts !== null;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the items and counts could not be completed in the background, after several tries. What ended stays ended. It is tried again from time to time.',
  })
  settlingFailed(@Root() { settleFailures }: Receipt): boolean {
    return settleFailures >= MAX_FAILURES;
  }

  @Reads('residual')
  @FieldResolver(() => Residual, {
    nullable: true,
    description:
      'What ended here and may still be accepted elsewhere: JWTs, which a resource server checks without asking. Null if there is nothing.',
  })
  residual(@Root() { residual }: Shown<Receipt, 'residual'>): Residual | null {
    if (!residual) return null;
    const tokens = residual.tokens.map(({ id, expiresAt, ...token }) => ({
      ...token,
      tokenId: encodeId('Token', id),
      expiresAt: new Date(expiresAt),
    }));
    return { tokens, until: new Date(residual.until), more: residual.more };
  }

  @FieldResolver(() => RevocationItemConnection, { description: 'What ended, one entry for each thing.' })
  items(@Root() receipt: Receipt, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    const isWrittenOut = !receipt.items && receipt.selections.length === 0;
    return isWrittenOut
      ? pagesOf(context, itemList, 'ITEM', { ...args, orderBy: ITEM_ORDER }, 'revocation_id', receipt.id)
      : itemsPage(context.database, receipt, args);
  }
}

@Resolver(() => ResidualToken)
export class ResidualTokenResolver {
  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application that it was issued to; null if the application was deleted.',
  })
  application(@Root() { applicationId }: ResidualToken, @Ctx() context: Context) {
    return context.show(applicationById, applicationId);
  }
}

@Resolver(() => RevocationItem)
export class RevocationItemResolver {
  @Reads('type', 'itemId')
  @FieldResolver(() => ID, { description: 'The id of what ended. The record itself may be gone.' })
  itemId(@Root() item: Shown<RevocationItem, 'type' | 'itemId'>) {
    return encodeId(ITEM_IDS[item.type], item.itemId);
  }

  @Reads('type', 'itemId')
  @FieldResolver(() => Node, {
    nullable: true,
    description:
      'The object in its current state. Null if it no longer exists, if you do not have access, or if it is not a `Node`.',
  })
  object(@Root() item: Shown<RevocationItem, 'type' | 'itemId'>, @Ctx() context: Context) {
    return nodeOf(context, encodeId(ITEM_IDS[item.type], item.itemId));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user that it belonged to.' })
  user(@Root() item: Shown<RevocationItem, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, item.userId);
  }
}
