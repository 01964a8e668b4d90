/** The filter, order and connection of lists of mails. */
import { Field, ID, InputType } from 'type-graphql';
import { MailKind, MailStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Mail } from './entity';

export const MailConnection = connectionOf(() => Mail, 'Mail', 'mails');
export const MailOrder = orderOf('Mail', { CREATED_AT: 'When it was queued.' });

@InputType({
  description: 'Which mails to list. Conditions are combined with AND, the values of one condition with OR.',
})
export class MailFilter {
  @Field(() => [MailKind], { nullable: true, description: 'One of these.' })
  kind?: MailKind[] | null;

  @Field(() => [MailStatus], { nullable: true, description: 'One of these.' })
  status?: MailStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'To this user.' })
  userId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Queued at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Queued at or before.' })
  createdTo?: Date | null;
}
