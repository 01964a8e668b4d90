/** Access grants: authorization codes that were issued and not yet exchanged. Their values are kept as hashes only. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AccessGrantStatus, EndReason } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('access_grants')
@ObjectType('AccessGrant', {
  implements: Node,
  simpleResolvers: true,
  description: 'An authorization code that was issued and not yet exchanged.',
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

  @Field(() => [String], { description: 'What the tokens it is exchanged for may be used for.' })
  @Column('text', { array: true })
  scopes: string[];

  @Field({ description: 'When it was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it ends by itself.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => AccessGrantStatus, { description: 'Whether it may be exchanged now; always so in the lists.' })
  status: AccessGrantStatus;

  @Field(() => Date, { nullable: true, description: 'When it was exchanged, or ended before its time.' })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of what ended it. */
  revocationId: string | null;
}
