/** Access, refresh and API tokens, of which only hashes are stored, and token families. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EndReason, TokenFamilyStatus, TokenFormat, TokenKind, TokenStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('tokens')
@ObjectType('Token', {
  implements: Node,
  simpleResolvers: true,
  description: 'An access, refresh or API token, without its value.',
})
export class Token extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => TokenKind, { description: 'The kind of token.' })
  @Column('text')
  kind: TokenKind;

  @Field(() => String, { nullable: true, description: 'The name of an API token, chosen by its creator.' })
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

  @Field(() => [String], { description: 'The scopes of the token.' })
  @Column('text', { array: true })
  scopes: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The resource (RFC 8707) that it was issued for; null for this service.',
  })
  @Column('text', { nullable: true })
  resource: string | null;

  @Field(() => TokenFormat, { description: 'What it is.' })
  @Column('text')
  format: TokenFormat;

  @Field(() => TokenStatus, {
    description:
      'Whether it can be used now, according to the same check that introspection performs. A resource server may accept a JWT that has ended until it expires.',
  })
  status: TokenStatus;

  @Field({ description: 'Whether the application also got a refresh token and can renew it.' })
  refreshTokenIssued: boolean;

  @Field({ description: 'When it was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it expires.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, accurate to a few seconds.' })
  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it ended before it expired.' })
  revokedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of the operation that ended it. */
  revocationId: string | null;
}

/** One authorization: the code that it began with and all tokens issued from it. */
@Entity('token_families')
@ObjectType('TokenFamily', {
  implements: Node,
  simpleResolvers: true,
  description:
    'One authorization of an application by a user: a code and all tokens issued from it. Revoking one of its refresh tokens ends them all.',
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
    description: 'Whether its tokens can be live now, according to the same check as for tokens.',
  })
  status: TokenFamilyStatus;

  @Field({ description: 'Whether the application got refresh tokens and can renew it.' })
  @Column('boolean')
  refreshTokenIssued: boolean;

  @Field({ description: 'When the code was issued.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it expires and can no longer be renewed.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it ended before it expired.' })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of the operation that ended it. */
  revocationId: string | null;
}
