/** Selects the objects of a bulk mutation by ids or by the filter of their list. They are locked and then read again. */
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

/** The maximum number of objects per call. */
export const MOST = 10_000;

@InputType()
export abstract class ManyInput extends OperationInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Required with a filter, except for dry runs: how many live objects you expect it to match. If the number differs, nothing is done.',
  })
  expectedCount?: number | null;
}

@ObjectType('OperationResult', { simpleResolvers: true, description: 'The result for one object of a bulk mutation.' })
export class OperationResult {
  @Field(() => ID, { description: 'The id of the object.' })
  id: string;

  @Field({ description: 'Whether this call changed the object; false if it was refused or nothing was left to do.' })
  changed: boolean;

  @Field(() => [MutationError], { description: 'Why it was not changed. Other objects are not affected.' })
  errors: MutationError[];
}

@ObjectType('CountMismatch', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The filter matches a different number of objects than expected.',
})
export class CountMismatch extends MutationError {
  @Field(() => Int, { description: 'The current number of matches.' })
  actual: number;
}

export interface Chosen {
  id: string;
}

/** A kind of object that can be ended in bulk. */
export interface Choice<Row extends Chosen, Filter> {
  type: IdType;
  /** The singular noun for messages, and the input field with the ids. */
  what: string;
  field: string;
  permission: Permission;
  list: ListSource<Filter>;
  /** The condition under which a filter matches a row. */
  live: string;
  /** Whether the caller, including permissions on the owner, can see and end it at all. If not, it is reported as not found. */
  may(principal: Principal, row: Row): Refusal | null;
  /** Called with the refusal of each object, if any. */
  denied?(refusal: Refusal | undefined): void;
  /** The owner if it is not the user in `userId`: the SQL column, and the value of a row. */
  owner?: { column: string; of(row: Row): string | null };
  /** Whether it has already ended. */
  isOver(row: Row): boolean;
  lock(database: Database, rows: Row[]): Promise<unknown>;
  /** Further refusals by id, checked on the locked rows. */
  check?(database: Database, context: Context, rows: Row[]): Promise<ReadonlyMap<string, Refusal>>;
}

/** Locks the owners' rows, ordered by id. */
export const lockOwners = (database: Database, rows: { userId: string | null }[]): Promise<void> =>
  lockUsers(database, [...new Set(rows.flatMap(({ userId }) => userId ?? []))]);

export interface Selected<Row> {
  /** The rows to end. */
  rows: Row[];
  results: OperationResult[];
}

interface BulkSelector<Filter> {
  ids: string[] | null | undefined;
  filter?: Filter | null;
  expectedCount?: number | null;
  dryRun?: boolean | null;
}

export const choose = <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  asked: BulkSelector<Filter>,
): Promise<Selected<Row>> => {
  const { ids, filter } = asked;
  if ((ids == null) === (filter == null))
    throw invalidInput(choice.field, `Use either \`${choice.field}\` or \`filter\`.`);
  if (ids == null) return chooseByFilter(database, context, choice, asked, filter!);
  if (asked.expectedCount != null)
    throw invalidInput(
      'expectedCount',
      `\`expectedCount\` can only be used with \`filter\`, not with \`${choice.field}\`.`,
    );
  return chooseByIds(database, context, choice, ids);
};

const readRows = <Row extends Chosen, Filter>(
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

/** The rows the caller can see and end. */
const accessibleRows = async <Row extends Chosen, Filter>(
  database: Database,
  { principal }: Context,
  { may, owner = BY_USER_ID }: Choice<Row, Filter>,
  rows: Row[],
): Promise<Row[]> => {
  const as = await principalsFor(database, principal, rows.map(owner.of));
  return rows.filter((row) => !may(as(owner.of(row)), row));
};

const exceedsCaller = (): Refusal => {
  const { message, needs } = asMuchForbidden();
  return Object.assign(new Refusal('FORBIDDEN', message), { needs });
};

/** Rows of the service's own accounts, or of users with more permissions than the caller. They are neither locked nor ended. */
const refusalsForOwners = async <Row extends Chosen, Filter>(
  database: Database,
  { principal }: Context,
  { owner = BY_USER_ID }: Choice<Row, Filter>,
  rows: Row[],
): Promise<ReadonlyMap<string, Refusal>> => {
  const owners = [...new Set(rows.flatMap((row) => owner.of(row) ?? []))];
  const internal = await internalAmong(database, owners);
  const above = await exceedingAmong(database, principal, owners);
  const refusalOf = (id: string | null) =>
    id !== null && internal.has(id) ? untouchable() : id !== null && above.has(id) ? exceedsCaller() : null;
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
  refused: ReadonlyMap<string, Refusal>,
): Promise<Selected<Row>> => {
  const left = rows.filter((row) => !choice.isOver(row));
  const checked = left.filter(({ id }) => !refused.has(id));
  const refusals = new Map([...refused, ...((await choice.check?.(database, context, checked)) ?? [])]);
  const ends = left.filter(({ id }) => !refusals.has(id));
  const ending = new Set(ends);
  const known = new Map(rows.map((row) => [encodeId(choice.type, row.id), row]));
  const results = publicIds.map((id, i) => {
    const row = known.get(id);
    const refusal = row ? refusals.get(row.id) : notFound(choice.what, choice.field);
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
    throw invalidInput(
      choice.field,
      `At most ${MOST} objects per call, but ${ids.length} were given. Split the request into several calls.`,
    );
  const distinct = [...new Set(ids)];
  const uuids = distinct.flatMap((id) => decodeId(choice.type, id) ?? []);
  const found = uuids.length > 0 ? await readRows(database, choice, ofIds(uuids)) : [];
  const allowed = await accessibleRows(database, context, choice, found);
  const refused = await refusalsForOwners(database, context, choice, allowed);
  await choice.lock(
    database,
    allowed.filter(({ id }) => !refused.has(id)),
  );
  const locked = allowed.length > 0 ? await readRows(database, choice, ofIds(allowed.map(({ id }) => id))) : [];
  const rows = await accessibleRows(database, context, choice, locked);
  return selected(database, context, choice, rows, distinct, refused);
};

const chooseByFilter = async <Row extends Chosen, Filter>(
  database: Database,
  context: Context,
  choice: Choice<Row, Filter>,
  { expectedCount, dryRun }: BulkSelector<Filter>,
  filter: Filter,
): Promise<Selected<Row>> => {
  if (choice.list.conditions(filter, () => '').length === 0)
    throw invalidInput('filter', 'An empty filter would match everything. Specify at least one condition.');
  if (expectedCount == null && !dryRun)
    throw invalidInput(
      'expectedCount',
      '\`expectedCount\` is required with a filter. A dry run returns the number of matches.',
    );
  const conditions = (add: Add) => [
    ...choice.list.conditions(filter, add),
    choice.live,
    ...reachable(context.principal, choice.permission, choice.owner?.column)(add),
  ];
  const found = await readRows(database, choice, conditions);
  if (found.length > MOST)
    throw invalidInput(
      'filter',
      `The filter matches more than ${MOST} objects. Narrow it down and make several calls.`,
    );
  const refused = await refusalsForOwners(database, context, choice, found);
  await choice.lock(
    database,
    found.filter(({ id }) => !refused.has(id)),
  );
  const ids = found.map(({ id }) => id);
  const locked =
    found.length > 0 ? await readRows(database, choice, (add) => [...ofIds(ids)(add), ...conditions(add)]) : [];
  // Access to one's own rows does not allow every operation on them.
  const rows = await accessibleRows(database, context, choice, locked);
  if (expectedCount != null && rows.length !== expectedCount)
    throw new Refusal(
      'COUNT_MISMATCH',
      `The filter matches ${rows.length} objects, which is not \`expectedCount\`. Check the filter and try again.`,
      ['input', 'expectedCount'],
      { __typename: 'CountMismatch', actual: rows.length },
    );
  return selected(
    database,
    context,
    choice,
    rows,
    rows.map(({ id }) => encodeId(choice.type, id)),
    refused,
  );
};

/** Runs a bulk mutation: selects the rows and ends them with one receipt. */
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
