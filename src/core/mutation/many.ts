/** Selects the objects of a bulk mutation by ids or by the filter of their list. They are locked and then read again. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Context } from '../context/context';
import type { Database } from '../../database/database';
import { Parameters, type AddParameter, type ListSource } from '../../database/list';
import { decodeId, encodeId, type IdType } from '../../platform/type-id';
import { invalidInput, MutationError, notFound, Refusal, internalAccountRefusal } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { noteDenial, runMutation, type MutationResult } from './run';
import { OperationInput } from './input';
import { principalsFor, accessCondition } from '../authority/object-permissions';
import type { Principal } from '../authority/principal';
import { forbiddenForMorePrivilegedUser, morePrivilegedAmong } from '../authority/rights';
import { internalAccountsAmong, lockUsers, type Receipt } from '../revocation/engine';

/** The maximum number of objects per call. */
export const MAX_OBJECTS = 10_000;

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

export interface IdentifiedRow {
  id: string;
}

/** A kind of object that can be ended in bulk. */
export interface BulkDefinition<Row extends IdentifiedRow, Filter> {
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
  hasEnded(row: Row): boolean;
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

export const selectRows = <Row extends IdentifiedRow, Filter>(
  database: Database,
  context: Context,
  definition: BulkDefinition<Row, Filter>,
  selector: BulkSelector<Filter>,
): Promise<Selected<Row>> => {
  const { ids, filter } = selector;
  if ((ids == null) === (filter == null))
    throw invalidInput(definition.field, `Use either \`${definition.field}\` or \`filter\`.`);
  if (ids == null) return selectByFilter(database, context, definition, selector, filter!);
  if (selector.expectedCount != null)
    throw invalidInput(
      'expectedCount',
      `\`expectedCount\` can only be used with \`filter\`, not with \`${definition.field}\`.`,
    );
  return selectByIds(database, context, definition, ids);
};

const readRows = <Row extends IdentifiedRow, Filter>(
  database: Database,
  { list }: BulkDefinition<Row, Filter>,
  conditions: (add: AddParameter) => string[],
): Promise<Row[]> => {
  const { values, add } = new Parameters();
  return database.query<Row>(
    `select ${list.rows.select} from ${list.rows.from} where ${conditions(add).join(' and ')} order by x.id limit ${MAX_OBJECTS + 1}`,
    values,
  );
};

const ofIds = (ids: string[]) => (add: AddParameter) => [`x.id = any(${add(ids)}::uuid[])`];

const BY_USER_ID = { column: 'x.user_id', of: (row: object) => (row as { userId?: string | null }).userId ?? null };

/** The rows the caller can see and end. */
const accessibleRows = async <Row extends IdentifiedRow, Filter>(
  database: Database,
  { principal }: Context,
  { may, owner = BY_USER_ID }: BulkDefinition<Row, Filter>,
  rows: Row[],
): Promise<Row[]> => {
  const as = await principalsFor(database, principal, rows.map(owner.of));
  return rows.filter((row) => !may(as(owner.of(row)), row));
};

const morePrivilegedRefusal = (): Refusal => {
  const { message, needs } = forbiddenForMorePrivilegedUser();
  return Object.assign(new Refusal('FORBIDDEN', message), { needs });
};

/** Rows of the service's own accounts, or of users with more permissions than the caller. They are neither locked nor ended. */
const refusalsForOwners = async <Row extends IdentifiedRow, Filter>(
  database: Database,
  { principal }: Context,
  { owner = BY_USER_ID }: BulkDefinition<Row, Filter>,
  rows: Row[],
): Promise<ReadonlyMap<string, Refusal>> => {
  const owners = [...new Set(rows.flatMap((row) => owner.of(row) ?? []))];
  const internal = await internalAccountsAmong(database, owners);
  const morePrivileged = await morePrivilegedAmong(database, principal, owners);
  const refusalOf = (id: string | null) =>
    id !== null && internal.has(id)
      ? internalAccountRefusal()
      : id !== null && morePrivileged.has(id)
        ? morePrivilegedRefusal()
        : null;
  return new Map(
    rows.flatMap((row) => {
      const refusal = refusalOf(owner.of(row));
      return refusal ? [[row.id, refusal] as const] : [];
    }),
  );
};

const selectionOf = async <Row extends IdentifiedRow, Filter>(
  database: Database,
  context: Context,
  definition: BulkDefinition<Row, Filter>,
  rows: Row[],
  publicIds: string[],
  refused: ReadonlyMap<string, Refusal>,
): Promise<Selected<Row>> => {
  const left = rows.filter((row) => !definition.hasEnded(row));
  const checked = left.filter(({ id }) => !refused.has(id));
  const refusals = new Map([...refused, ...((await definition.check?.(database, context, checked)) ?? [])]);
  const ends = left.filter(({ id }) => !refusals.has(id));
  const ending = new Set(ends);
  const rowById = new Map(rows.map((row) => [encodeId(definition.type, row.id), row]));
  const results = publicIds.map((id, i) => {
    const row = rowById.get(id);
    const refusal = row ? refusals.get(row.id) : notFound(definition.what, definition.field);
    if (row) definition.denied?.(refusal);
    const path = ['input', definition.field, String(i)];
    return {
      id,
      changed: row !== undefined && ending.has(row),
      errors: refusal ? [{ ...refusal.asValue(), path }] : [],
    };
  });
  return { rows: ends, results };
};

const selectByIds = async <Row extends IdentifiedRow, Filter>(
  database: Database,
  context: Context,
  definition: BulkDefinition<Row, Filter>,
  ids: string[],
): Promise<Selected<Row>> => {
  if (ids.length > MAX_OBJECTS)
    throw invalidInput(
      definition.field,
      `At most ${MAX_OBJECTS} objects per call, but ${ids.length} were given. Split the request into several calls.`,
    );
  const distinct = [...new Set(ids)];
  const uuids = distinct.flatMap((id) => decodeId(definition.type, id) ?? []);
  const found = uuids.length > 0 ? await readRows(database, definition, ofIds(uuids)) : [];
  const allowed = await accessibleRows(database, context, definition, found);
  const refused = await refusalsForOwners(database, context, definition, allowed);
  await definition.lock(
    database,
    allowed.filter(({ id }) => !refused.has(id)),
  );
  const locked = allowed.length > 0 ? await readRows(database, definition, ofIds(allowed.map(({ id }) => id))) : [];
  const rows = await accessibleRows(database, context, definition, locked);
  return selectionOf(database, context, definition, rows, distinct, refused);
};

const selectByFilter = async <Row extends IdentifiedRow, Filter>(
  database: Database,
  context: Context,
  definition: BulkDefinition<Row, Filter>,
  { expectedCount, dryRun }: BulkSelector<Filter>,
  filter: Filter,
): Promise<Selected<Row>> => {
  if (definition.list.conditions(filter, () => '').length === 0)
    throw invalidInput('filter', 'An empty filter would match everything. Specify at least one condition.');
  if (expectedCount == null && !dryRun)
    throw invalidInput(
      'expectedCount',
      '\`expectedCount\` is required with a filter. A dry run returns the number of matches.',
    );
  const conditions = (add: AddParameter) => [
    ...definition.list.conditions(filter, add),
    definition.live,
    ...accessCondition(context.principal, definition.permission, definition.owner?.column)(add),
  ];
  const found = await readRows(database, definition, conditions);
  if (found.length > MAX_OBJECTS)
    throw invalidInput(
      'filter',
      `The filter matches more than ${MAX_OBJECTS} objects. Narrow it down and make several calls.`,
    );
  const refused = await refusalsForOwners(database, context, definition, found);
  await definition.lock(
    database,
    found.filter(({ id }) => !refused.has(id)),
  );
  const ids = found.map(({ id }) => id);
  const locked =
    found.length > 0 ? await readRows(database, definition, (add) => [...ofIds(ids)(add), ...conditions(add)]) : [];
  // Access to one's own rows does not allow every operation on them.
  const rows = await accessibleRows(database, context, definition, locked);
  if (expectedCount != null && rows.length !== expectedCount)
    throw new Refusal(
      'COUNT_MISMATCH',
      `The filter matches ${rows.length} objects, which is not \`expectedCount\`. Check the filter and try again.`,
      ['input', 'expectedCount'],
      { __typename: 'CountMismatch', actual: rows.length },
    );
  return selectionOf(
    database,
    context,
    definition,
    rows,
    rows.map(({ id }) => encodeId(definition.type, id)),
    refused,
  );
};

/** Runs a bulk mutation: selects the rows and ends them with one receipt. */
export const endMany = <Row extends IdentifiedRow, Filter>(
  context: Context,
  definition: BulkDefinition<Row, Filter>,
  action: string,
  ids: string[] | null | undefined,
  input: ManyInput & { filter?: Filter | null },
  end: (database: Database, rows: Row[]) => Promise<Receipt | null>,
): Promise<MutationResult<OperationResult[]>> =>
  runMutation(
    context,
    { action, input, reload: async (_database, _id, answer) => answer as OperationResult[] },
    async (database) => {
      const may: typeof definition.may = (principal, row) => {
        const refusal = definition.may(principal, row);
        noteDenial(context, action, refusal);
        return refusal;
      };
      const { rows, results } = await selectRows(
        database,
        context,
        { ...definition, may, denied: (refusal) => noteDenial(context, action, refusal) },
        { ...input, ids },
      );
      return { value: results, storedAnswer: results, revocation: rows.length > 0 ? await end(database, rows) : null };
    },
  );
