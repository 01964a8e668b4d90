/** The filter, the order and the connection of lists of consents. */
import { Field, ID, InputType } from 'type-graphql';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Consent } from './entity';

export const ConsentConnection = connectionOf(() => Consent, 'Consent', 'consents');
export const ConsentOrder = orderOf('Consent', { CREATED_AT: 'By the time it was given.' });

@InputType({ description: 'Selects consents. All conditions must match.' })
export class ConsentFilter {
  @Field(() => ID, { nullable: true, description: 'Consents of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Consents given to this application.' })
  applicationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Consents with this scope.' })
  scope?: string | null;
}
