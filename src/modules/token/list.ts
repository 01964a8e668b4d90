/** Lists of tokens. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { TokenKind, TokenStatus } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { lifeColumns, lifeOf, statusCondition } from '../../core/liveness/live';
import { Token } from './entity';

export const TokenConnection = connectionOf(() => Token, 'Token', 'tokens');
export const TokenOrder = orderOf('Token', {
  CREATED_AT: 'When it was issued.',
  EXPIRES_AT: 'When it ends by itself.',
});

@InputType({ description: 'Which tokens. Conditions AND together, values inside one OR.' })
export class TokenFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued to this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued to this application, on whatever installation.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued by this session.' })
  sessionId?: string | null;

  @Field(() => [TokenKind], { nullable: true, description: 'Any of these.' })
  kind?: TokenKind[] | null;

  @Field(() => [TokenStatus], { nullable: true, description: 'Any of these.' })
  status?: TokenStatus[] | null;

  @Field(() => String, { nullable: true, description: 'With this scope.' })
  scope?: string | null;
}

const life = lifeOf('token', 'x');
export const tokenLife = life;
export const tokenColumns = `${columnsOf(Token, 'x')}, ${lifeColumns('token', life)},
  (x.kind = 'REFRESH' or coalesce(lf.refresh_token_issued, false)) as "refreshTokenIssued"`;
export const tokenFrom = `tokens x ${life.joins} ${life.death}`;

export const tokenList: ListSource<TokenFilter> = {
  name: 'tokens',
  select: tokenColumns,
  from: tokenFrom,
  countFrom: (filter) => (filter?.status ? tokenFrom : 'tokens x'),
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, EXPIRES_AT: { by: 'x.expires_at', type: 'timestamptz' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.application_id', 'Application', filter.applicationId)
      .id('x.session_id', 'Session', filter.sessionId)
      .anyOf('x.kind', filter.kind)
      .when(filter.status, () => statusCondition(life, filter.status!, 'REVOKED'))
      .when(filter.scope, () => `x.scopes @> array[${add(filterText('scope', filter.scope!))}]::text[]`).list,
};
