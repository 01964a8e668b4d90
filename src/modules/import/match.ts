/** Finds the users whom the lines of an upload change: the one with a previous id of the line, or else with its username. */
import type { Database } from '../../database/database';
import { principalsFor } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import { morePrivilegedAmong } from '../../core/authority/rights';
import { passwords, previousIds, users } from '../user';
import { refusalOfChanges } from './allowed';
import { changesOf, changingLineOf, isUnchanged, type KnownUser } from './changes';
import { importLines, type Match } from './line-repository';
import type { ImportTarget, LineFault, StagedLine } from './record';

interface Matched {
  lines: StagedLine[];
  faults: LineFault[];
  /** How many of the lines would change nothing. */
  unchanged: number;
}

/** The users as they are now, by id. */
export const knownUsers = async (database: Database, ids: string[]): Promise<Map<string, KnownUser>> => {
  const [found, known, withPassword] = [
    await users(database).listByIds(ids),
    await previousIds(database).listOf(ids),
    new Set(await passwords(database).listOwners(ids)),
  ];
  return new Map(
    found.map((user) => [
      user.id,
      { user, previousIds: known.get(user.id) ?? [], hasPassword: withPassword.has(user.id) },
    ]),
  );
};

const NOT_FOUND = 'No user whom you may update has this previous id or username.';

/** The user whom a line means, or why it cannot be said. Users whom the caller may not update are unknown to it. */
const userOf = (
  { byPreviousId: allByPreviousId, byUsername: found }: Match,
  mayUpdate: (id: string) => boolean,
): { id: string | null } | { field: string; message: string } => {
  const byPreviousId = allByPreviousId.filter(mayUpdate);
  const byUsername = found !== null && mayUpdate(found) ? found : null;
  if (byPreviousId.length > 1)
    return { field: 'previousIds', message: 'The previous ids of this line belong to several users.' };
  const [id = byUsername] = byPreviousId;
  return byUsername !== null && id !== byUsername
    ? { field: 'username', message: 'The previous id and the username belong to two different users.' }
    : { id };
};

export const matchLines = async (
  database: Database,
  principal: Principal,
  { mode, mayCreateIn }: Pick<ImportTarget, 'mode' | 'mayCreateIn'>,
  staged: StagedLine[],
): Promise<Matched> => {
  if (mode === 'CREATE' || staged.length === 0) return { lines: staged, faults: [], unchanged: 0 };
  const matches = new Map((await importLines(database).listMatches(staged)).map((match) => [match.line, match]));
  const ids = [
    ...new Set(
      [...matches.values()].flatMap(({ byPreviousId, byUsername }) => [...byPreviousId, byUsername ?? []].flat()),
    ),
  ];
  const principalFor = await principalsFor(database, principal, ids);
  const mayUpdate = (id: string) => may(principalFor(id), 'users:update');
  const meant = staged.map((line) => ({ line, match: userOf(matches.get(line.line)!, mayUpdate) }));
  const known = await knownUsers(database, ids);
  const morePrivileged = await morePrivilegedAmong(database, principal, ids);
  const result: Matched = { lines: [], faults: [], unchanged: 0 };
  for (const { line, match } of meant) {
    const refuse = (code: LineFault['code'], field: string | null, message: string) =>
      void result.faults.push({ line: line.line, field, code, message });
    const named = line.username === null ? 'previousId' : 'username';
    if ('message' in match) refuse('CONFLICT', match.field, match.message);
    else if (match.id !== null) {
      const target = known.get(match.id);
      const changes = target && changesOf(target, changingLineOf(line));
      const isSame = changes !== undefined && isUnchanged(changes);
      const who = { principal, onUser: principalFor(match.id), isMorePrivileged: morePrivileged.has(match.id) };
      const refusal = target && changes && !isSame ? refusalOfChanges(who, target, changes) : null;
      if (refusal) refuse(refusal.code, refusal.path?.at(-1) ?? null, refusal.message);
      else result.lines.push({ ...line, user_id: match.id, subject: null });
      if (isSame) result.unchanged += 1;
    } else if (mode === 'UPDATE') refuse('NOT_FOUND', named, NOT_FOUND);
    else if (line.username === null) refuse('INVALID_INPUT', 'username', 'A user who is created needs a username.');
    else if (!mayCreateIn(line.path)) refuse('INVALID_INPUT', 'path', 'You may not create users in this folder.');
    else result.lines.push(line);
  }
  return result;
};
