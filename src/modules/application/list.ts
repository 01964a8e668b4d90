/** The filter, the order and the connection of lists of applications. */
import { Field, InputType } from 'type-graphql';
import { ApplicationKind, ApplicationStatus } from '../../schema/enums';
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
