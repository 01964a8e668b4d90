/** Lists of mails, newest first unless told. */
import { Field, ID, InputType } from 'type-graphql';
import { MailKind, MailStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Mail } from './entity';

export const MailConnection = connectionOf(() => Mail, 'Mail', 'mails');
export const MailOrder = orderOf('Mail', { CREATED_AT: 'When it was asked for.' });

@InputType({ description: 'Which mails. Conditions AND together, values inside one OR.' })
export class MailFilter {
  @Field(() => [MailKind], { nullable: true, description: 'Any of these.' })
  kind?: MailKind[] | null;

  @Field(() => [MailStatus], { nullable: true, description: 'Any of these.' })
  status?: MailStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'To this user.' })
  userId?: string | null;

  @Field(() => Date, { nullable: true, description: 'Asked for at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Asked for at or before.' })
  createdTo?: Date | null;
}
