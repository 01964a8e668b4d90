/** The closure of a thing: everything that was created with it, directly or indirectly. It is read in one recursive statement. */
import type { Database } from '../../database/database';

/** A node of the closure. A `TOKEN` stands for its whole family, since all tokens of an authorization count as one. */
export interface Node {
  kind: string;
  id: string;
}

/** The maximum number of derived things that one ending may include. */
export const MAX_DERIVED = 10_000;

/** The conditions under which `d` was created with `r`. */
const CREATED_WITH = [
  `r.kind in ('TOKEN', 'API_TOKEN') and d.token_id = r.id`,
  `r.kind = 'TOKEN_FAMILY' and d.family_id = r.id`,
  `r.kind = 'SESSION' and d.session_id = r.id`,
  `r.kind not in ('TOKEN', 'TOKEN_FAMILY', 'SESSION') and d.source_id = r.id`,
  `r.kind = 'USER' and d.by_user_id = r.id`,
  `r.kind = 'APPLICATION' and d.by_application_id = r.id`,
];

/** The changes that were made with `r`. They are read apart from the closure, so that their number does not count towards its limit. */
export const joinChanges = `cross join lateral (
  ${CREATED_WITH.map((how) => `select d.credential_id from derived_credentials d where d.kind = 'CHANGE' and ${how}`).join('\n  union all ')}
) c (id)`;

/** From each node to the next. Ended sessions, tokens and families need no step: what they created names them directly. */
const STEPS = [
  // Created with it.
  ...CREATED_WITH.map(
    (how) => `select d.kind, d.credential_id from derived_credentials d where d.kind <> 'CHANGE' and ${how}`,
  ),
  // Issued to it or by it.
  `select 'TOKEN_FAMILY', t.family_id from tokens t where r.kind = 'TOKEN' and t.id = r.id and t.family_id is not null`,
  `select 'TOKEN_FAMILY', t.family_id from rotated_refresh_tokens t where r.kind = 'TOKEN' and t.token_id = r.id`,
  `select 'TOKEN_FAMILY', f.id from token_families f where r.kind = 'SESSION' and f.session_id = r.id and f.ended_at is null and f.expires_at > now()`,
  `select 'TOKEN', t.id from tokens t where r.kind = 'CLIENT_SECRET' and t.secret_id = r.id and t.revoked_at is null and t.expires_at > now()`,
  `select 'SESSION', s.id from sessions s where r.kind = 'USER' and s.user_id = r.id and s.ended_at is null and s.expires_at > now()`,
  `select 'TOKEN_FAMILY', f.id from token_families f where r.kind = 'USER' and f.user_id = r.id and f.ended_at is null and f.expires_at > now()`,
  `select 'API_TOKEN', t.id from tokens t where r.kind = 'USER' and t.user_id = r.id and t.kind = 'API' and t.revoked_at is null`,
  `select 'DEVICE', v.id from devices v where r.kind = 'REGISTRATION_TOKEN' and v.registration_token_id = r.id`,
  `select 'SESSION', s.id from sessions s where r.kind = 'DEVICE' and s.device_id = r.id and s.ended_at is null and s.expires_at > now()`,
];

/**
 * `with recursive reached (kind, id) as (…)`: the roots, which the statement `roots` selects, and their closure. `except` is a parameter
 * with the ids of nodes to skip.
 */
export const withClosure = (roots: string, except: string | null = null): string => `
  with recursive reached (kind, id) as (
    ${roots}
    union
    select n.kind, n.id from reached r cross join lateral (
      ${STEPS.join('\n      union all ')}
    ) n (kind, id) ${except ? `where n.id <> all(${except}::uuid[])` : ''})`;

const ROOTS = 'select g.kind, g.id from unnest($1::text[], $2::uuid[]) as g (kind, id)';

/** Includes the roots. Besides them, it returns at most one node more than `MAX_DERIVED`. */
export const closureOf = async (
  database: Database,
  roots: readonly Node[],
  except: readonly string[] = [],
): Promise<Node[]> =>
  roots.length === 0
    ? []
    : database.query<Node>(
        `${withClosure(ROOTS, '$3')} select kind, id from reached limit ${MAX_DERIVED + roots.length + 1}`,
        [roots.map(({ kind }) => kind), roots.map(({ id }) => id), except],
      );
