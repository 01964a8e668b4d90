/** Mails in the schema. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, userOf } from '../user';
import { Mail } from './entity';
import { MailConnection, MailFilter, MailOrder } from './list';
import { mailList } from './repository';

const MailsArgs = connectionArgs(
  () => MailFilter,
  () => MailOrder,
);

@Resolver(() => Mail)
export class MailResolver {
  @Query(() => MailConnection, { description: 'Mails that were sent, wait to be sent, or could not be.' })
  mails(@Args(() => MailsArgs) args: ConnectionArgs<MailFilter>, @Ctx() context: Context) {
    return pageOf(context, mailList, 'CREATED_AT', args);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Whom it goes to; null for an address of nobody.' })
  user(@Root() mail: Mail, @Ctx() context: Context) {
    return userOf(context, mail.userId);
  }
}
