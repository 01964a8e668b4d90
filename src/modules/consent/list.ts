/** Lists of consents: only those that stand. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { Conditions, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { consentRanOut, consentStands } from '../../core/liveness/live';
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

export const consentColumns = `${columnsOf(Consent, 'x')},
  case when ${consentStands('x')} then 'ACTIVE' when ${consentRanOut('x')} then 'EXPIRED' else 'REVOKED' end as "status"`;

export const consentList: ListSource<ConsentFilter> = {
  name: 'consents',
  select: consentColumns,
  from: 'consents x',
  countFrom: () => 'consents x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.application_id', 'Application', filter.applicationId)
      .when(filter.scope, () => `x.scopes @> array[${add(filterText('scope', filter.scope!))}]::text[]`).list,
};
/** What every list of consents leaves out: those that were revoked or ran out. */
export const consentScope = () => [consentStands('x')];
