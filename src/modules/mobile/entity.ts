/** Authenticators: keys that a device holds for one user, each with what the device asks of the user before it signs. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AuthenticatorKind, EndReason } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('authenticators')
@ObjectType('Authenticator', {
  implements: Node,
  simpleResolvers: true,
  description: 'A key that a device holds for one user, to confirm sign-ins with.',
})
export class Authenticator extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  deviceLinkId: string;

  @Field(() => AuthenticatorKind, { description: 'What the device asks of the user before it signs.' })
  @Column('text')
  kind: AuthenticatorKind;

  @Field({ description: 'What the user calls it.' })
  @Column('text')
  name: string;

  @Column('jsonb')
  publicJwk: Record<string, unknown>;

  @Column('text')
  thumbprint: string;

  @Field({ description: 'When it was enrolled.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it last answered.' })
  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Column('text', { nullable: true })
  endReason: EndReason | null;

  @Column('uuid', { nullable: true })
  revocationId: string | null;
}
