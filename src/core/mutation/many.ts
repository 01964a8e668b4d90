/** Which things a mutation on many is about: by their ids, or by the filter of their list. Locked, and looked at again under the lock. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Context } from '../context/context';
import type { Database } from '../../database/database';
import { Parameters, type Add, type ListSource } from '../../database/list';
import { decodeId, encodeId, type IdType } from '../../platform/type-id';
import { invalidInput, MutationError, notFound, Refusal, untouchable } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { noteDenial, runMutation, type MutationResult } from './run';
import { OperationInput } from './input';
import { principalsFor, reachable } from '../authority/extent';
import type { Principal } from '../authority/principal';
import { asMuchForbidden, exceedingAmong } from '../authority/rights';
import { internalAmong, lockUsers, type Receipt } from '../revocation/engine';

/** How many things one call may be about. */
export const MOST = 10_000;

@InputType()
export abstract class ManyInput extends OperationInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'With a filter: how many live ones you expect it to select. If it selects another number nothing is done. Only a dry run goes without.',
  })
  expectedCount?: number | null;
}

@ObjectType('OperationResult', { simpleResolvers: true, description: 'What came of one of many.' })
export class OperationResult {
  @Field(() => ID, { description: 'Which one: the id that was given or found.' })
  id: string;

  @Field({ description: 'Whether this call changed it; false where it was refused or nothing was left to do.' })
  changed: boolean;

  @Field(() => [MutationError], { description: 'Why it was not changed; the others are not affected.' })
  errors: MutationError[];
}

@ObjectType('CountMismatch', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The filter does not select as many as were expected.',
})
export class CountMismatch extends MutationError {
  @Field(() => Int, { description: 'How many it selects now.' })
  actual: number;
}

export interface Chosen {
  id: string;
}

/** What can be ended by the many. */
export interface Choice<Row extends Chosen, Filter> {
  type: IdType;
  /** The word for one, and the input's field of ids. */
  what: string;
  field: string;
  permission: Permission;
  list: ListSource<Filter>;
  /** The condition under which a filter selects a row. */
  live: string;
  /** Whether the caller, as its owner meets them, may see and end it at all; whoever may not is told that there is none. */
  may(principal: Principal, row: Row): Refusal | null;
  /** Told what one of them was refused for. */
  denied?(refusal: Refusal | undefined): void;
  /** Whose it is, where it is not the user of its `userId`: in SQL, and of a row. */
  owner?: { column: string; of(row: Row): string | null };
  /** Whether nothing is left to be ended. */
  isOver(row: Row): boolean;
  lock(database: Database, rows: Row[]): Promise<unknown>;
  /** What else stands against it, by id, in the state that it has under the lock. */
  check?(database: Database, context: Context, rows: Row[]): Promise<ReadonlyMap<string, Refusal>>;
}

/** The rows of whoever the things belong to, in the order of their ids. */
export const lockOwners = (database: Database, rows: { userId: string | null }[]): Promise<void> =>
  lockUsers(database, [...new Set(rows.flatMap(({ userId }) => userId ?? []))]);

export interface Selected<Row> {
  /** What is to be ended. */
  rows: Row[];
  results: OperationResult[];
}

interface Asked<Filter> {
  ids: string[] | null | undefined;
  filter?: Filter | null;
  expectedCount?: number | null;
  dryRun?: boolean | null;
}

export const choose = <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  asked: Asked<Filter>,
): Promise<Selected<Row>> => {
  const { ids, filter } = asked;
  if ((ids == null) === (filter == null))
    throw invalidInput(choice.field, `Give either \`${choice.field}\` or \`filter\`.`);
  if (ids == null) return chooseByFilter(database, context, choice, asked, filter!);
  if (asked.expectedCount != null)
    throw invalidInput(
      'expectedCount',
      `\`expectedCount\` goes with a filter; \`${choice.field}\` say how many they are.`,
    );
  return chooseByIds(database, context, choice, ids);
};

const read = <Row extends Chosen, Filter>(
  database: Database,
  { list }: Choice<Row, Filter>,
  conditions: (add: Add) => string[],
): Promise<Row[]> => {
  const { values, add } = new Parameters();
  return database.query<Row>(
    `select ${list.select} from ${list.from} where ${conditions(add).join(' and ')} order by x.id limit ${MOST + 1}`,
    values,
  );
};

const ofIds = (ids: string[]) => (add: Add) => [`x.id = any(${add(ids)}::uuid[])`];

const BY_USER_ID = { column: 'x.user_id', of: (row: object) => (row as { userId?: string | null }).userId ?? null };

/** Those that the caller may see and end. */
const within = async <Row extends Chosen, Filter>(
  database: Database,
  { principal }: Context,
  { may, owner = BY_USER_ID }: Choice<Row, Filter>,
  rows: Row[],
): Promise<Row[]> => {
  const as = await principalsFor(database, principal, rows.map(owner.of));
  return rows.filter((row) => !may(as(owner.of(row)), row));
};

const exceeding = (): Refusal => {
  const { message, needs } = asMuchForbidden();
  return Object.assign(new Refusal('FORBIDDEN', message), { needs });
};

/** What belongs to accounts of the service itself, or to users who hold more than the caller: neither locked nor ended. */
const untouchableAmong = async <Row extends Chosen, Filter>(
  database: Database,
  { principal }: Context,
  { owner = BY_USER_ID }: Choice<Row, Filter>,
  rows: Row[],
): Promise<ReadonlyMap<string, Refusal>> => {
  const owners = [...new Set(rows.flatMap((row) => owner.of(row) ?? []))];
  const internal = await internalAmong(database, owners);
  const above = await exceedingAmong(database, principal, owners);
  const refusalOf = (id: string | null) =>
    id !== null && internal.has(id) ? untouchable() : id !== null && above.has(id) ? exceeding() : null;
  return new Map(
    rows.flatMap((row) => {
      const refusal = refusalOf(owner.of(row));
      return refusal ? [[row.id, refusal] as const] : [];
    }),
  );
};

const selected = async <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  rows: Row[],
  publicIds: string[],
  spared: ReadonlyMap<string, Refusal>,
): Promise<Selected<Row>> => {
  const left = rows.filter((row) => !choice.isOver(row));
  const checked = left.filter(({ id }) => !spared.has(id));
  const against = new Map([...spared, ...((await choice.check?.(database, context, checked)) ?? [])]);
  const ends = left.filter(({ id }) => !against.has(id));
  const ending = new Set(ends);
  const known = new Map(rows.map((row) => [encodeId(choice.type, row.id), row]));
  const results = publicIds.map((id, i) => {
    const row = known.get(id);
    const refusal = row ? against.get(row.id) : notFound(choice.what, choice.field);
    if (row) choice.denied?.(refusal);
    const path = ['input', choice.field, String(i)];
    return {
      id,
      changed: row !== undefined && ending.has(row),
      errors: refusal ? [{ ...refusal.asValue(), path }] : [],
    };
  });
  return { rows: ends, results };
};

const chooseByIds = async <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  ids: string[],
): Promise<Selected<Row>> => {
  if (ids.length > MOST)
    throw invalidInput(choice.field, `At most ${MOST} at once; these are ${ids.length}. Make several calls of it.`);
  const distinct = [...new Set(ids)];
  const uuids = distinct.flatMap((id) => decodeId(choice.type, id) ?? []);
  const found = uuids.length > 0 ? await read(database, choice, ofIds(uuids)) : [];
  const allowed = await within(database, context, choice, found);
  const spared = await untouchableAmong(database, context, choice, allowed);
  await choice.lock(
    database,
    allowed.filter(({ id }) => !spared.has(id)),
  );
  const again = allowed.length > 0 ? await read(database, choice, ofIds(allowed.map(({ id }) => id))) : [];
  const rows = await within(database, context, choice, again);
  return selected(database, context, choice, rows, distinct, spared);
};

const chooseByFilter = async <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  { expectedCount, dryRun }: Asked<Filter>,
  filter: Filter,
): Promise<Selected<Row>> => {
  if (choice.list.conditions(filter, () => '').length === 0)
    throw invalidInput('filter', 'An empty filter would select everything there is. Say which ones.');
  if (expectedCount == null && !dryRun)
    throw invalidInput('expectedCount', 'With a filter say how many you expect; a dry run tells how many there are.');
  const conditions = (add: Add) => [
    ...choice.list.conditions(filter, add),
    choice.live,
    ...reachable(context.principal, choice.permission, choice.owner?.column)(add),
  ];
  const found = await read(database, choice, conditions);
  if (found.length > MOST)
    throw invalidInput('filter', `It selects more than ${MOST}. Narrow it, and make several calls of it.`);
  const spared = await untouchableAmong(database, context, choice, found);
  await choice.lock(
    database,
    found.filter(({ id }) => !spared.has(id)),
  );
  const ids = found.map(({ id }) => id);
  const again = found.length > 0 ? await read(database, choice, (add) => [...ofIds(ids)(add), ...conditions(add)]) : [];
  // Not every operation on one's own is one's own to do.
  const rows = await within(database, context, choice, again);
  if (expectedCount != null && rows.length !== expectedCount)
    throw new Refusal(
      'COUNT_MISMATCH',
      `The filter selects ${rows.length}, which is not \`expectedCount\`; look again, and decide anew.`,
      ['input', 'expectedCount'],
      { __typename: 'CountMismatch', actual: rows.length },
    );
  return selected(
    database,
    context,
    choice,
    rows,
    rows.map(({ id }) => encodeId(choice.type, id)),
    spared,
  );
};

/** A mutation on many: chooses, and ends what was chosen in one receipt. */
export const endMany = <Row extends Chosen, Filter>(
  context: Context,
  choice: Choice<Row, Filter>,
  action: string,
  ids: string[] | null | undefined,
  input: ManyInput & { filter?: Filter | null },
  end: (database: Database, rows: Row[]) => Promise<Receipt | null>,
): Promise<MutationResult<OperationResult[]>> =>
  runMutation(
    context,
    { action, input, reload: async (_database, _id, answer) => answer as OperationResult[] },
    async (database) => {
      const may: typeof choice.may = (principal, row) => {
        const refusal = choice.may(principal, row);
        noteDenial(context, action, refusal);
        return refusal;
      };
      const { rows, results } = await choose(
        database,
        context,
        { ...choice, may, denied: (refusal) => noteDenial(context, action, refusal) },
        { ...input, ids },
      );
      return { value: results, kept: results, revocation: rows.length > 0 ? await end(database, rows) : null };
    },
  );
