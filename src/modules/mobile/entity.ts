/** Authenticators: the keys of a user on a device, and second factors of the sign-in page, which belong to no device. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AuthenticatorKind, EndReason } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('authenticators')
@ObjectType('Authenticator', {
  implements: Node,
  simpleResolvers: true,
  description: 'An authenticator of a user: a key on a device, or a second factor of the sign-in page.',
})
export class Authenticator extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid', { nullable: true })
  deviceLinkId: string | null;

  @Field(() => AuthenticatorKind, { description: 'The kind of authenticator.' })
  @Column('text')
  kind: AuthenticatorKind;

  @Field({ description: 'The name that the user gave it.' })
  @Column('text')
  name: string;

  @Column('jsonb', { nullable: true })
  publicJwk: Record<string, unknown> | null;

  @Column('text', { nullable: true })
  thumbprint: string | null;

  @Field({ description: 'When it was added.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used.' })
  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was removed.' })
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it was removed.' })
  @Column('text', { nullable: true })
  endReason: EndReason | null;

  @Column('uuid', { nullable: true })
  revocationId: string | null;
}
