/** The queries `viewer`, `node` and `nodes`. */
import { Arg, Ctx, FieldResolver, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { badInput } from '../../schema/errors';
import { Node } from '../../schema/node';
import { MAX_PAGE } from '../../schema/page';
import { PERMISSIONS } from '../../schema/permissions';
import { Application, applicationById } from '../application';
import { Session, sessionById } from '../session';
import { User, userById, visibleUserByUuid } from '../user';
import { Viewer } from './entity';
import { nodeOf } from '../../core/context/node';
import { may, type Principal } from '../../core/authority/principal';
import { secretHash } from '../../platform/hash';

/** A hash, since a token without `self` does not tell who its user is. */
const viewerId = ({ userId, applicationId, impersonatorId }: Principal): string =>
  `vwr_${secretHash(`viewer ${userId} ${applicationId} ${impersonatorId}`).toString('base64url').slice(0, 22)}`;

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, {
    nullable: true,
    description:
      'The caller; null for an anonymous caller. An invalid token causes UNAUTHENTICATED and never counts as anonymous.',
  })
  viewer(@Ctx() { principal }: Context): Viewer | null {
    if (principal.kind === 'ANONYMOUS') return null;
    return {
      id: viewerId(principal),
      kind: principal.kind,
      scopes: principal.scopes,
      permissions: PERMISSIONS.filter((permission) => may(principal, permission)),
    };
  }

  @Query(() => Node, {
    nullable: true,
    description: 'Any object by id; null if not found or you do not have access.',
  })
  node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: Context) {
    return nodeOf(context, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description:
      'Objects by id, at most 100, in the same order. An object is null if not found or you do not have access.',
  })
  nodes(@Arg('ids', () => [ID], { description: 'The ids.' }) ids: string[], @Ctx() context: Context) {
    if (ids.length > MAX_PAGE) throw badInput(`\`ids\` must have at most ${MAX_PAGE} entries.`, ['ids']);
    return Promise.all(ids.map((id) => nodeOf(context, id)));
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user; null for a service or a token without the scope `self` or `admin`.',
  })
  user(@Ctx() context: Context) {
    return visibleUserByUuid(context, context.principal.userId);
  }

  @FieldResolver(() => Application, { description: 'The application that the token was issued to.' })
  application(@Ctx() { show, principal }: Context) {
    return show(applicationById, principal.applicationId!);
  }

  @FieldResolver(() => Session, { nullable: true, description: 'The session of this request.' })
  session(@Ctx() { show, principal }: Context) {
    return principal.sessionId && principal.ownsRows ? show(sessionById, principal.sessionId) : null;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user who is impersonating; null if there is no impersonation, or for a token without the scope `self` or `admin`.',
  })
  impersonator(@Ctx() { show, principal: { impersonatorId, ownsRows } }: Context) {
    return impersonatorId && ownsRows ? show(userById, impersonatorId) : null;
  }
}
