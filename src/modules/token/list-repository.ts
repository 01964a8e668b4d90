/** The lists of tokens and of revocable tokens: their columns, filter conditions and orders. */
import { livenessOf, statusColumns, statusCondition } from '../../core/liveness/live';
import { Conditions, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import { Token } from './entity';
import { familyIsLive } from './family-repository';
import type { TokenFilter } from './list';

export const tokenLiveness = livenessOf('token', 'x');

export const tokenColumns = `${columnsOf(Token, 'x')}, ${statusColumns('token', tokenLiveness)},
  (x.kind = 'REFRESH' or coalesce(lf.refresh_token_issued, false)) as "refreshTokenIssued"`;

export const tokenFrom = `tokens x ${tokenLiveness.joins} ${tokenLiveness.death}`;

export const tokenList: ListSource<TokenFilter> = {
  name: 'tokens',
  select: tokenColumns,
  from: tokenFrom,
  countFrom: (filter, byActive) =>
    filter?.status ? tokenFrom : byActive ? `tokens x ${tokenLiveness.joins}` : 'tokens x',
  active: { condition: tokenLiveness.live, byDefault: false },
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, EXPIRES_AT: { by: 'x.expires_at', type: 'timestamptz' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.application_id', 'Application', filter.applicationId)
      .id('x.session_id', 'Session', filter.sessionId)
      .anyOf('x.kind', filter.kind)
      .when(filter.status, () => statusCondition(tokenLiveness, filter.status!, 'REVOKED'))
      .when(filter.scope, () => `x.scopes @> array[${add(filterText('scope', filter.scope!))}]::text[]`).list,
};

/** The columns of a removed refresh token that are those of its family. */
const FROM_FAMILY = [
  ...['user_id', 'user_epoch', 'application_id', 'application_epoch', 'session_id', 'device_id', 'device_link_id'],
  'consent_id',
];

const OF_REMOVED = {
  id: 'r.token_id',
  kind: `'REFRESH'`,
  name: 'null::text',
  family_id: 'f.id',
  session_bound: 'false',
  scopes: `'{}'::text[]`,
  resource: 'null::text',
  format: `'OPAQUE'`,
  created_at: 'f.created_at',
  expires_at: `'-infinity'::timestamptz`,
  last_used_at: 'null::timestamptz',
  consumed_at: 'f.created_at',
  revoked_at: 'null::timestamptz',
  end_reason: 'null::text',
  revocation_id: 'null::uuid',
};

/** Tokens, and the refresh tokens that retention removed. */
const withRemoved = `(
    select ${[...Object.keys(OF_REMOVED), ...FROM_FAMILY].map((column) => `t.${column}`).join(', ')} from tokens t
    union all
    select ${[...Object.values(OF_REMOVED), ...FROM_FAMILY.map((column) => `f.${column}`)].join(', ')}
    from rotated_refresh_tokens r join token_families f on f.id = r.family_id) x`;

export const revocableColumns = `${tokenColumns}, x.kind = 'REFRESH' and ${familyIsLive('x.family_id')} as "familyIsLive",
  lf.revocation_id as "familyRevocationId"`;

export const revocableFrom = `${withRemoved} ${tokenLiveness.joins} ${tokenLiveness.death}`;

export const revocableList: ListSource<TokenFilter> = { ...tokenList, select: revocableColumns, from: revocableFrom };
