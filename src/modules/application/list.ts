/** Lists of applications. */
import { Field, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { ApplicationKind, ApplicationStatus } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions, containing, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Application } from './entity';

export const ApplicationConnection = connectionOf(() => Application, 'Application', 'applications');
export const ApplicationOrder = orderOf('Application', {
  CREATED_AT: 'When it was registered.',
  NAME: 'The name, ignoring case.',
});

@InputType({ description: 'Which applications. Conditions AND together, values inside one OR.' })
export class ApplicationFilter {
  @Field(() => [ApplicationKind], { nullable: true, description: 'Any of these.' })
  kind?: ApplicationKind[] | null;

  @Field(() => [ApplicationStatus], { nullable: true, description: 'Any of these.' })
  status?: ApplicationStatus[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, ignoring case.' })
  search?: string | null;
}

const STATUS = `case when x.disabled_at is null then 'ENABLED' else 'DISABLED' end`;
export const applicationColumns = `${columnsOf(Application, 'x')}, ${STATUS} as "status"`;

export const applicationList: ListSource<ApplicationFilter> = {
  name: 'applications',
  select: applicationColumns,
  from: 'applications x',
  countFrom: () => 'applications x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, NAME: { by: 'lower(x.name)', type: 'text' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.kind', filter.kind)
      .anyOf(STATUS, filter.status)
      .when(filter.search, () => `lower(x.name) like ${add(containing(filterText('search', filter.search!)))}`).list,
};
/** The applications that this user has a standing consent or a device of. */
export const applicationsOf = (
  user: string,
) => `(exists (select from consents c where c.application_id = x.id and c.user_id = ${user}
    and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
  or exists (select from device_links dl join devices d on d.id = dl.device_id where d.application_id = x.id and dl.user_id = ${user} and dl.ended_at is null))`;
