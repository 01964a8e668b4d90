/** Access, refresh and API tokens, of which only hashes are stored, and token families. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EndReason, TokenFamilyStatus, TokenKind, TokenStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('tokens')
@ObjectType('Token', {
  implements: Node,
  simpleResolvers: true,
  description: 'An access, refresh or API token; never its value.',
})
export class Token extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => TokenKind, { description: 'What it is for.' })
  @Column('text')
  kind: TokenKind;

  @Field(() => String, { nullable: true, description: 'Of an API token: what it was called by whoever made it.' })
  @Column('text', { nullable: true })
  name: string | null;

  @Column('uuid', { nullable: true })
  familyId: string | null;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('uuid')
  applicationId: string;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('uuid', { nullable: true })
  sessionId: string | null;

  @Column('uuid', { nullable: true })
  consentId: string | null;

  @Field(() => [String], { description: 'What it may be used for.' })
  @Column('text', { array: true })
  scopes: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The resource (RFC 8707) it was issued for; null for the service itself.',
  })
  @Column('text', { nullable: true })
  resource: string | null;

  @Field(() => TokenStatus, { description: 'Whether it may be used now: the same predicate that introspection asks.' })
  status: TokenStatus;

  @Field({ description: 'Whether the application also got a refresh token and so can renew it.' })
  refreshTokenIssued: boolean;

  @Field({ description: 'When it was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it ends by itself.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to within a few seconds.' })
  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it did before its time.' })
  revokedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of what ended it. */
  revocationId: string | null;
}

/** One authorization: the code that it began with and all tokens that came of it. */
@Entity('token_families')
@ObjectType('TokenFamily', {
  implements: Node,
  simpleResolvers: true,
  description:
    'One authorization of one user for one application: a code and all tokens that came of it. Revoking a refresh token of it ends them all.',
})
export class TokenFamily extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  applicationId: string;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('uuid', { nullable: true })
  sessionId: string | null;

  @Column('uuid')
  consentId: string;

  @Field(() => TokenFamilyStatus, {
    description: 'Whether a token of it could be live now, by the predicate of the tokens.',
  })
  status: TokenFamilyStatus;

  @Field({ description: 'Whether the application got refresh tokens and so could renew it.' })
  @Column('boolean')
  refreshTokenIssued: boolean;

  @Field({ description: 'When the code was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it can no longer be renewed.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it did before its time.' })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of what ended it. */
  revocationId: string | null;
}
