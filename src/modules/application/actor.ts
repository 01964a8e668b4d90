/** The actor of an event or a receipt: a user, or an application with credentials of its own. */
import { createUnionType } from 'type-graphql';
import { withType } from '../../schema/node';
import type { Context } from '../../core/context/context';
import { Application } from './entity';
import { User, visibleUserByUuid } from '../user';
import { applicationById } from './loaders';

export const Actor = createUnionType({
  name: 'Actor',
  description: 'The user who did something, or the application that did it on its own behalf.',
  types: () => [User, Application] as const,
  resolveType: (value) => (value as unknown as { __typename: 'User' | 'Application' }).__typename,
});

/** Null if the service itself acted, or if the caller cannot see the actor. */
export const actorOf = async (
  context: Context,
  row: { actorUserId: string | null; actorApplicationId: string | null },
) => {
  if (row.actorUserId) {
    const user = await visibleUserByUuid(context, row.actorUserId);
    return user && withType(user, 'User');
  }
  const application = row.actorApplicationId ? await context.show(applicationById, row.actorApplicationId) : null;
  return application && withType(application, 'Application');
};
