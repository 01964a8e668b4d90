/** Locks everything that was created with something, so that none of it can create anything more, and finds all of it. */
import type { Database } from '../../database/database';
import { confirmCaller } from '../../core/authority/guard';
import { lockUsers } from '../../core/revocation/engine';
import { Restart } from '../../core/mutation/run';
import { lockTree } from '../../core/authority/tree-lock';
import { lockAdministration, lockPossibleAdministrators } from '../../core/mutation/administrators';
import { closureOf, type Node } from '../../core/derived/closure';

const TRIES = 20;

const OWNERS = `
  select user_id as id from derived_credentials where credential_id = any($1::uuid[]) and user_id is not null
  union select user_id from sessions where id = any($1::uuid[])
  union select user_id from token_families where id = any($1::uuid[])
  union select user_id from tokens where id = any($1::uuid[]) and user_id is not null
  union select user_id from device_links where device_id = any($1::uuid[]) and ended_at is null
  union select id from users where id = any($1::uuid[])`;

/** Where somebody is disabled or loses a password, an administrator may be lost. */
const mayLoseAdministrators = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'USER' || kind === 'PASSWORD');

/** Rights that are taken back may be what makes somebody an administrator. */
const takesRights = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'ROLE_ASSIGNMENT' || kind === 'GROUP_MEMBERSHIP');

/** Before the users: the job locks the import, and then whoever started it. */
const IMPORTS = `select id from imports where finished_at is null
  and (started_by_token_id = any($1::uuid[]) or started_by_session_id = any($1::uuid[])) order by id for update`;

/** After the users: whatever creates a credential shares these locks until it has committed. */
const ROWS = [
  `select id from groups where id in (select group_id from role_assignments where id = any($1::uuid[])
     union select group_id from group_members where id = any($1::uuid[])) order by id for no key update`,
  'select id from devices where id = any($1::uuid[]) order by id for update',
  `select id from applications where id = any($1::uuid[]) or registration_token_id = any($1::uuid[])
     or id in (select application_id from application_secrets where id = any($1::uuid[])) order by id for no key update`,
  'select id from sessions where id = any($1::uuid[]) order by id for no key update',
  'select id from invitations where id = any($1::uuid[]) order by id for no key update',
  `select id from tokens where (id = any($1::uuid[]) or family_id = any($1::uuid[])) and consumed_at is null and revoked_at is null
     order by id for no key update`,
];

/** `userIds` are locked in any case, together with the owners of what is found. */
export const holdClosure = async (
  database: Database,
  roots: () => Promise<Node[]>,
  { userIds, except = [] }: { userIds: string[]; except?: readonly string[] },
): Promise<{ roots: Node[]; nodes: Node[] }> => {
  let held = new Set<string>();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const from = await roots();
    const nodes = await closureOf(database, from, except);
    const ids = nodes.map(({ id }) => id);
    if (tries > 0 && ids.every((id) => held.has(id))) return { roots: from, nodes };
    await database.query(IMPORTS, [ids]);
    if (takesRights(nodes)) await lockAdministration(database);
    const owners = await database.query<{ id: string }>(OWNERS, [ids]);
    const lock = mayLoseAdministrators(nodes) ? lockPossibleAdministrators : lockUsers;
    await lock(database, [...new Set([...userIds, ...owners.map(({ id }) => id)])]);
    // Before anything of the caller's own may be locked to be ended.
    await confirmCaller(database);
    if (takesRights(nodes)) await lockTree(database, '_shared');
    for (const sql of ROWS) await database.query(sql, [ids]);
    held = new Set(ids);
  }
  // Whatever creates so much faster than it can be found.
  throw new Restart();
};
