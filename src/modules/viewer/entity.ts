/** The GraphQL type of the caller. */
import { Field, ObjectType } from 'type-graphql';
import { PrincipalKind } from '../../schema/enums';
import { PermissionType, type Permission } from '../../schema/permissions';

@ObjectType('Viewer', { simpleResolvers: true, description: 'The caller and what their token allows.' })
export class Viewer {
  @Field(() => PrincipalKind, { description: 'A user or a service.' })
  kind: PrincipalKind;

  @Field(() => [String], { description: 'The scopes of the token.' })
  scopes: readonly string[];

  @Field(() => [PermissionType], {
    description: 'Permissions that apply to all users. Callers need none of them for their own things.',
  })
  permissions: Permission[];
}
