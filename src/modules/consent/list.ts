/** The filter, the order and the connection of lists of consents. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Consent } from './entity';

export const ConsentConnection = connectionOf(() => Consent, 'Consent', 'consents');
export const ConsentOrder = orderOf('Consent', { CREATED_AT: 'When it was first given.' });

@InputType({ description: 'Which consents.' })
export class ConsentFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Given to this application.' })
  applicationId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this scope.' })
  scope?: string | null;
}
