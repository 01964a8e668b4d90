/** Locks everything that was created with something, so that none of it can create anything more, and finds all of it. */
import type { Database } from '../../database/database';
import { confirmCaller } from '../../core/authority/guard';
import { lockUsers } from '../../core/revocation/engine';
import { Restart } from '../../core/mutation/run';
import { lockTree } from '../../core/authority/tree-lock';
import { lockAdministration, lockPossibleAdministrators } from '../../core/mutation/administrators';
import { closureOf, type Node } from '../../core/derived/closure';
import { lockDerivedRows, lockStartedImports } from '../../core/derived/locks';
import { ownersOfDerived } from '../../core/derived/related';

const TRIES = 20;

/** Where somebody is disabled or loses a password, an administrator may be lost. */
const mayLoseAdministrators = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'USER' || kind === 'PASSWORD');

/** Rights that are taken back may be what makes somebody an administrator. */
const takesRights = (nodes: Node[]): boolean =>
  nodes.some(({ kind }) => kind === 'ROLE_ASSIGNMENT' || kind === 'GROUP_MEMBERSHIP');

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
    await lockStartedImports(database, ids);
    if (takesRights(nodes)) await lockAdministration(database);
    const owners = await ownersOfDerived(database, ids);
    const lock = mayLoseAdministrators(nodes) ? lockPossibleAdministrators : lockUsers;
    await lock(database, [...new Set([...userIds, ...owners])]);
    // Before anything of the caller's own may be locked to be ended.
    await confirmCaller(database);
    if (takesRights(nodes)) await lockTree(database, '_shared');
    await lockDerivedRows(database, ids);
    held = new Set(ids);
  }
  // Whatever creates so much faster than it can be found.
  throw new Restart();
};
