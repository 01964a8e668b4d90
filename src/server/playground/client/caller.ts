/** The signed-in user: their name, what they may do, and their ids for the variables of examples. */
import { type Example, examples } from '../examples';
import { covers, type Held } from '../examples/needs';
import { fillIn, ownIds, type OwnIds, type Viewer } from '../examples/own';
import { whoAmI } from './fetcher';
import { settings } from './settings';
import { withoutTexts } from './storage';

export interface Caller {
  name: string;
  held: Held;
  ids: OwnIds;
}

/** Asks the service instead of using the ID token, so that a dead token is noticed at once. */
export const findCaller = async (): Promise<Caller | undefined> => {
  const viewer = await whoAmI();
  return (
    viewer && { name: viewer.user?.username ?? viewer.kind.toLowerCase(), held: heldBy(viewer), ids: ownIds(viewer) }
  );
};

const heldBy = ({ permissions, user }: Viewer): Held => ({
  everywhere: permissions,
  here: (user?.effectiveRoles ?? [])
    .filter(({ assignments }) => assignments.some(({ on }) => on !== null))
    .flatMap((role) => role.permissions),
});

/** The examples that the caller may run, with the caller's ids. */
export const offeredTo = (caller: Caller | undefined): Example[] =>
  caller === undefined
    ? []
    : examples
        .filter(({ title }) => covers(caller.held, settings.needs[title]!))
        .map((example) => filled(example, caller));

const filled = ({ variables, ...example }: Example, caller: Caller): Example => {
  const ready = fillIn(variables, caller.ids);
  return ready === undefined ? example : { ...example, variables: ready };
};

/** An operation that was kept without its texts: the example that it was, or the operation alone. */
export const restored = (query: string, offered: Example[]): Pick<Example, 'query' | 'variables'> =>
  offered.find((example) => withoutTexts(example.query) === query) ?? { query };
