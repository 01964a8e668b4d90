/** The lists of tokens and of revocable tokens: their columns, filter conditions and orders. */
import {
  livenessOf,
  statusColumns,
  statusCondition,
  statusConditionJoins,
  statusJoins,
} from '../../core/liveness/live';
import { Conditions, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { Token } from './entity';
import { familyIsLive } from './family-repository';
import type { TokenFilter } from './list';

export const tokenLiveness = livenessOf('token', 'x');

const columns = {
  ...statusColumns('token', tokenLiveness),
  refreshTokenIssued: `(x.kind = 'REFRESH' or coalesce(lf.refresh_token_issued, false))`,
};
const joins = statusJoins('token', tokenLiveness, 'refreshTokenIssued');

export const tokenRows = rowsOf(Token, { type: 'Token', from: 'tokens x', columns, joins, always: ['userId'] });

export const tokenList: ListSource<TokenFilter> = {
  name: 'tokens',
  rows: tokenRows,
  joins: (filter, byActive) => statusConditionJoins(filter?.status, byActive),
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

export const revocableRows = rowsOf(Token, {
  type: 'Token',
  from: withRemoved,
  columns: {
    ...columns,
    familyIsLive: `x.kind = 'REFRESH' and ${familyIsLive('x.family_id')}`,
    familyRevocationId: 'lf.revocation_id',
  },
  joins,
});

export const revocableList: ListSource<TokenFilter> = { ...tokenList, rows: revocableRows };
