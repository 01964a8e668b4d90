/** Who is calling, as the schema shows it. */
import { Field, ObjectType } from 'type-graphql';
import { PrincipalKind } from '../../schema/enums';
import { PermissionType, type Permission } from '../../schema/permissions';

@ObjectType('Viewer', { simpleResolvers: true, description: 'Who is calling, and what the token allows.' })
export class Viewer {
  @Field(() => PrincipalKind, { description: 'A user or a service.' })
  kind: PrincipalKind;

  @Field(() => [String], { description: 'The scopes of the token.' })
  scopes: readonly string[];

  @Field(() => [PermissionType], {
    description: 'What the caller may do to everybody’s things; one’s own need none of these.',
  })
  permissions: Permission[];
}
