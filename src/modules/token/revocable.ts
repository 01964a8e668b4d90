/**
 * Tokens as revocation finds them by id: a refresh token that was rotated, has expired or was removed by retention is still good for ending
 * its family while that lives.
 */
import type { Database } from '../../database/database';
import type { ListSource } from '../../database/list';
import { familyLives } from './family';
import type { Token } from './entity';
import { type TokenFilter, tokenColumns, tokenLife, tokenList } from './list';

export interface RevocableToken extends Token {
  /** Of a refresh token: whether its family is alive, and the receipt that ended it. */
  familyLives: boolean;
  familyRevocationId: string | null;
}

/** What a removed token has in common with its family. */
const SHARED = [
  ...['user_id', 'user_epoch', 'application_id', 'application_epoch', 'session_id', 'device_id', 'device_link_id'],
  'consent_id',
];
const OWN = {
  id: 'r.token_id',
  kind: `'REFRESH'`,
  name: 'null::text',
  family_id: 'f.id',
  session_bound: 'false',
  scopes: `'{}'::text[]`,
  resource: 'null::text',
  created_at: 'f.created_at',
  expires_at: `'-infinity'::timestamptz`,
  last_used_at: 'null::timestamptz',
  consumed_at: 'f.created_at',
  revoked_at: 'null::timestamptz',
  end_reason: 'null::text',
  revocation_id: 'null::uuid',
};

const rows = `(
    select ${[...Object.keys(OWN), ...SHARED].map((column) => `t.${column}`).join(', ')} from tokens t
    union all
    select ${[...Object.values(OWN), ...SHARED.map((column) => `f.${column}`)].join(', ')}
    from rotated_refresh_tokens r join token_families f on f.id = r.family_id) x`;

const columns = `${tokenColumns}, x.kind = 'REFRESH' and ${familyLives('x.family_id')} as "familyLives",
  lf.revocation_id as "familyRevocationId"`;
const from = `${rows} ${tokenLife.joins} ${tokenLife.death}`;

export const revocableList: ListSource<TokenFilter> = { ...tokenList, select: columns, from };

export const findRevocable = (database: Database, id: string | null): Promise<RevocableToken | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<RevocableToken>(`select ${columns} from ${from} where x.id = $1`, [id]);

/** Whether nothing is left to be ended. */
export const isOver = ({ kind, status, revocationId, familyLives: lives }: RevocableToken): boolean =>
  kind === 'REFRESH' ? !lives : status !== 'ACTIVE' && revocationId !== null;

/** The receipt of what ended it, alone or with its family. */
export const endedBy = ({ kind, revocationId, familyRevocationId }: RevocableToken): string | null =>
  (kind === 'REFRESH' ? familyRevocationId : null) ?? revocationId;
