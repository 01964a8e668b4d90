/** Token families: one authorization each, with the code it began with and all tokens that came of it. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { EndReason, TokenFamilyStatus } from '../../schema/enums';
import { Node } from '../../schema/node';
import { connectionOf } from '../../schema/page';
import { lifeColumns, lifeOf } from '../../core/liveness/live';

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

export const TokenFamilyConnection = connectionOf(() => TokenFamily, 'TokenFamily', 'token families');

const life = lifeOf('accessGrant', 'x');
/** A family's row as the predicate reads a token's: bound to its session unless offline access was granted. */
const rows = (
  where = '',
) => `(select f.*, f.id as family_id, f.ended_at as revoked_at, null::timestamptz as consumed_at,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false) as session_bound
  from token_families f ${where}) x`;
export const familyColumns = `${columnsOf(TokenFamily, 'x')}, ${lifeColumns('accessGrant', life)}`;
export const familyFrom = `${rows()} ${life.joins} ${life.death}`;

/** Whether the family of this id is alive: an expression of a statement in which `id` names the column. */
export const familyLives = (id: string): string =>
  `exists (select from ${rows(`where f.id = ${id}`)} ${life.joins} where ${life.live})`;

export const familyList: ListSource<never> = {
  name: 'tokenFamilies',
  select: familyColumns,
  from: familyFrom,
  countFrom: () => 'token_families x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};
