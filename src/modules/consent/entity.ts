/** Consents: what a user allows an application to do. At most one is active per user and application. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ConsentStatus, EndReason } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('consents')
@ObjectType('Consent', {
  implements: Node,
  simpleResolvers: true,
  description: 'What a user allows an application to do.',
})
export class Consent extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  applicationId: string;

  @Field(() => [String], {
    description:
      'The scopes that the user allows, and `attribute:<name>` for each attribute that the application gets.',
  })
  @Column('text', { array: true })
  scopes: string[];

  @Column('jsonb')
  resourceScopes: Record<string, string[]>;

  @Field({ description: 'When it was given.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it was last extended or renewed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it expires; null if it does not expire.' })
  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  @Field(() => ConsentStatus, { description: 'Whether it is active.' })
  status: ConsentStatus;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it was revoked.' })
  @Column('text', { nullable: true })
  endReason: EndReason | null;

  @Column('uuid', { nullable: true })
  revocationId: string | null;
}
