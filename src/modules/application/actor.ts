/** Who did something: a user, or a service with credentials of its own. */
import { createUnionType } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Application } from './entity';
import { User, userOf } from '../user';
import { applicationById } from './loaders';

export const Actor = createUnionType({
  name: 'Actor',
  description: 'Who did something: a user, or an application that acts in its own right.',
  types: () => [User, Application] as const,
  resolveType: (value) => (value as unknown as { __typename: 'User' | 'Application' }).__typename,
});

/** Null when nobody did it, or for a caller who may not see who did. */
export const actorOf = async (
  context: Context,
  row: { actorUserId: string | null; actorApplicationId: string | null },
) => {
  if (row.actorUserId) {
    const user = await userOf(context, row.actorUserId);
    return user && { ...user, __typename: 'User' };
  }
  const application = row.actorApplicationId ? await context.load(applicationById, row.actorApplicationId) : null;
  return application && { ...application, __typename: 'Application' };
};
