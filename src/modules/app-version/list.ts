/** The filter, the order and the connection of lists of the versions of an application. */
import { Field, InputType } from 'type-graphql';
import { ApplicationVersionStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { ApplicationVersion } from './entity';

export const ApplicationVersionConnection = connectionOf(
  () => ApplicationVersion,
  'ApplicationVersion',
  'versions of a mobile application',
);
export const ApplicationVersionOrder = orderOf('ApplicationVersion', { CREATED_AT: 'When it was first reported.' });

@InputType({ description: 'Which versions.' })
export class ApplicationVersionFilter {
  @Field(() => [ApplicationVersionStatus], { nullable: true, description: 'Any of these.' })
  status?: ApplicationVersionStatus[] | null;
}
