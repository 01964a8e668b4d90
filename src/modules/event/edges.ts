/** The newest events of a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { User } from '../user';
import { Event } from './entity';
import { latestEventsOfUser } from './loaders';

@Resolver(() => User)
export class UserEvents {
  @Reads('id')
  @FieldResolver(() => [Event], { description: 'The newest 20 events about the user.' })
  latestEvents(@Root() user: Shown<User, 'id'>, @Ctx() context: Context): Promise<Event[]> {
    return context.load(latestEventsOfUser, user.id);
  }
}
