/** Locks and finds everything that was created with the roots, so that none of it can create anything else. */
import type { Database } from '../../database/database';
import { recheckCaller } from '../../core/authority/guard';
import { lockUsers } from '../../core/revocation/engine';
import { Restart } from '../../core/mutation/run';
import { lockTree } from '../../core/authority/tree-lock';
import { lockAdministration, lockPossibleAdministrators } from '../../core/mutation/administrators';
import { closureOf, type Node } from '../../core/derived/closure';
import { lockDerivedRows, lockStartedImports } from '../../core/derived/locks';
import { ownersOfDerived } from '../../core/derived/related';

const MAX_TRIES = 20;

/** Disabling a user or removing a password may remove the last administrator. */
const mayLoseAdministrators = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'USER' || kind === 'PASSWORD');

/** So may removing rights. */
const removesRights = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'ROLE_ASSIGNMENT' || kind === 'GROUP_MEMBERSHIP');

/** Also locks `userIds` and the owners of what it finds. */
export const lockClosure = async (
  database: Database,
  roots: () => Promise<Node[]>,
  { userIds, except = [] }: { userIds: string[]; except?: readonly string[] },
): Promise<{ roots: Node[]; nodes: Node[] }> => {
  let locked = new Set<string>();
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await roots();
    const nodes = await closureOf(database, found, except);
    const ids = nodes.map(({ id }) => id);
    if (tries > 0 && ids.every((id) => locked.has(id))) return { roots: found, nodes };
    await lockStartedImports(database, ids);
    if (removesRights(nodes)) await lockAdministration(database);
    const owners = await ownersOfDerived(database, ids);
    const lock = mayLoseAdministrators(nodes) ? lockPossibleAdministrators : lockUsers;
    await lock(database, [...new Set([...userIds, ...owners])]);
    // Before the caller's own token or session is locked in order to end it.
    await recheckCaller(database);
    if (removesRights(nodes)) await lockTree(database, '_shared');
    await lockDerivedRows(database, ids);
    locked = new Set(ids);
  }
  // Something creates credentials faster than this finds them.
  throw new Restart();
};
