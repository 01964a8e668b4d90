/** Access grants: authorization codes that were issued and not exchanged yet. Only their hashes are stored. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AccessGrantStatus, EndReason } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('access_grants')
@ObjectType('AccessGrant', {
  implements: Node,
  simpleResolvers: true,
  description: 'An authorization code that was issued and not exchanged yet.',
})
export class AccessGrant extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  applicationId: string;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('timestamptz', { nullable: true })
  consumedAt: Date | null;

  @Field(() => [String], { description: 'The scopes of the tokens that it is exchanged for.' })
  @Column('text', { array: true })
  scopes: string[];

  @Field({ description: 'When it was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it expires.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => AccessGrantStatus, {
    description: 'Whether it can be exchanged now.',
  })
  status: AccessGrantStatus;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was exchanged, or when it ended if it ended before it expired.',
  })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of the operation that ended it. */
  revocationId: string | null;
}
