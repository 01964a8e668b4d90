/** Lists of the versions of an application. */
import { Field, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { ApplicationVersionStatus } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { ApplicationVersion } from './entity';

export const ApplicationVersionConnection = connectionOf(
  () => ApplicationVersion,
  'ApplicationVersion',
  'versions of a mobile application',
);
export const ApplicationVersionOrder = orderOf('ApplicationVersion', { CREATED_AT: 'When it was first seen.' });

@InputType({ description: 'Which versions.' })
export class ApplicationVersionFilter {
  @Field(() => [ApplicationVersionStatus], { nullable: true, description: 'Any of these.' })
  status?: ApplicationVersionStatus[] | null;
}

export const versionColumns = columnsOf(ApplicationVersion, 'x');

export const versionList: ListSource<ApplicationVersionFilter> = {
  name: 'applicationVersions',
  select: versionColumns,
  from: 'application_versions x',
  countFrom: () => 'application_versions x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) => new Conditions(add).anyOf('x.status', filter.status).list,
};
