/** GraphQL queries and fields of mails. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { Mail } from './entity';
import { MailConnection, MailFilter, MailOrder } from './list';
import { mailList } from './repository';

const MailsArgs = connectionArgs(
  () => MailFilter,
  () => MailOrder,
);

@Resolver(() => Mail)
export class MailResolver {
  @Query(() => MailConnection, { description: 'Mails that were sent, are queued or could not be sent.' })
  mails(@Args(() => MailsArgs) args: ConnectionArgs<MailFilter>, @Ctx() context: Context) {
    return pageOf(context, mailList, 'CREATED_AT', args);
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The recipient. Null if the address belongs to no user.' })
  user(@Root() mail: Shown<Mail, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, mail.userId);
  }
}
