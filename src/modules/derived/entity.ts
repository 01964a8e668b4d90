/** What each credential was created with: a token, a session, or another credential. */
import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DerivedCredentialKind } from '../../schema/enums';

@Entity('derived_credentials')
@ObjectType('DerivedCredential', {
  simpleResolvers: true,
  description:
    'A credential, account, application, right or other change, and what it was created with. If it was created with several things, such as a session that was opened with a password and a code, there is one entry for each.',
})
export class DerivedCredential {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => DerivedCredentialKind, { description: 'What was created.' })
  @Column('text')
  kind: DerivedCredentialKind;

  @Field(() => ID, { description: 'The id of what was created. The record itself may be gone.' })
  @Column('uuid')
  credentialId: string;

  @Field(() => String, { nullable: true, description: 'For a change: the mutation that made it.' })
  @Column('text', { nullable: true })
  mutation: string | null;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('uuid', { nullable: true })
  sourceId: string | null;

  @Column('uuid', { nullable: true })
  tokenId: string | null;

  @Column('uuid', { nullable: true })
  familyId: string | null;

  @Column('uuid', { nullable: true })
  sessionId: string | null;

  @Column('uuid', { nullable: true })
  byUserId: string | null;

  @Column('uuid', { nullable: true })
  byApplicationId: string | null;

  @Field({ description: 'When it was created.' })
  @Column('timestamptz')
  createdAt: Date;

  /** The kind of `sourceId`. */
  sourceKind: DerivedCredentialKind | null;

  @Field({ description: 'Whether it can be used now. Always false for a change.' })
  live: boolean;
}
