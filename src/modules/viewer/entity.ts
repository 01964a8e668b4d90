/** The GraphQL type of the caller. */
import { Field, ID, ObjectType } from 'type-graphql';
import { PrincipalKind } from '../../schema/enums';
import { PermissionType, type Permission } from '../../schema/permissions';

@ObjectType('Viewer', { simpleResolvers: true, description: 'The caller and what their token allows.' })
export class Viewer {
  @Field(() => ID, {
    description:
      'The same for every token of one user (or service) and application, so that caches can store the viewer under it. Not an id for `node`.',
  })
  id: string;

  @Field(() => PrincipalKind, { description: 'A user or a service.' })
  kind: PrincipalKind;

  @Field(() => [String], { description: 'The scopes of the token.' })
  scopes: readonly string[];

  @Field(() => [PermissionType], {
    description: 'Permissions that apply to all users. Callers need none of them for their own things.',
  })
  permissions: Permission[];
}
