/**
 * In random worlds, of every operation that can be planned: the plan, the dry run and the receipt name exactly what died, which is what the
 * rules of the operation say; and what only looks changes no row.
 */
import fc from 'fast-check';
import { composedModules } from '../../../src/app/modules';
import { decodeAnyId } from '../../../src/platform/type-id';
import { livenessOf } from '../../../src/core/liveness/live';
import type { Principal } from '../../../src/core/authority/principal';
import { COUNTED_AS } from '../../support/counted-as';
import { type InProcess, SERVICE, startInProcess } from '../../support/in-process';
import { worlds, writeCaller, writeWorld } from '../../support/world';
import { choices } from '../../support/world-about';
import { askOf, type Asked, OPERATIONS } from '../../support/world-endings';
import { nameOf, reader, type Reading, type Row, type Thing } from '../../support/world-life';

/** In how many worlds each operation is tried: one on many more often, since it can do more. Together they are 200 at least. */
const RUNS = { one: 7, many: 14 };
const SEED = Number(process.env.FC_SEED ?? Date.now() % 1_000_000);

let service: InProcess;
let read: () => Promise<Reading>;
let tokenId: string;
let tried = 0;
let effective = 0;
beforeAll(async () => {
  service = await startInProcess();
  read = await reader(service.database);
}, 60_000);
afterAll(() => service?.stop());

const COUNTS = Object.values(COUNTED_AS).join(' ');
const countsOf = (things: Thing[]) =>
  Object.fromEntries(
    Object.entries(COUNTED_AS).map(([type, name]) => [name, things.filter(({ item }) => item === type).length]),
  );

const RECEIPT = `revocation { id replayed dryRun counts { ${COUNTS} } items(first: 100) { nodes { type itemId } } } errors { code }`;
const RESULTS = 'results { id changed errors { code } }';
const PLAN = `mutation ($input: PlanRevocationInput!) { planRevocation(input: $input) {
  plan { token counts { ${COUNTS} } samples { type itemId } unchanged { id changed errors { code } } } errors { code } } }`;
const APPLY = `mutation ($input: ApplyRevocationInput!) { applyRevocation(input: $input) { ${RESULTS} ${RECEIPT} } }`;

const ask = async (query: string, name: string, input: Row, by: Principal) =>
  (await service.run(query, { input }, by)).data[name];
const carryOut = (name: string, input: Row, { by, results }: { by: Principal; results: string }) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${results} ${RECEIPT} } }`, name, input, by);
};
const principalOf = ({ owner }: Asked): Principal =>
  owner
    ? {
        ...{ ...SERVICE, ...owner, tokenId },
        ...{
          kind: 'USER',
          scopes: ['self', 'account'],
          permissions: new Set(),
          ownsRows: true,
          ownsAccount: true,
          isStaff: false,
        },
      }
    : { ...SERVICE, tokenId };

type Item = { type: string; itemId: string };
const uuidOf = (publicId: string) => decodeAnyId(publicId)!.uuid;
const namesOf = (items: Item[]) => items.map(({ type, itemId }) => nameOf({ item: type, id: uuidOf(itemId) }));

const SUBJECTS = { session: 'sessions', token: 'tokens', accessGrant: 'access_grants' } as const;
const TOLD = Object.entries(SUBJECTS)
  .map(([subject, table]) => {
    const { joins, live, death } = livenessOf(subject as keyof typeof SUBJECTS, 'x');
    return `select x.id, ${live} as live, death.revocation_id as cause from ${table} x ${joins} ${death}`;
  })
  .join(' union all ');
interface Told {
  id: string;
  live: boolean;
  cause: string | null;
}
const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id).sort();

/** The tables, after making sure that the service's predicate reads them in the same way. */
const readBoth = async (): Promise<Reading & { told: Told[] }> => {
  const reading = await read();
  const told = await service.database.query<Told>(TOLD);
  const usable = [...reading.living.values()].filter(
    ({ item, isWaiting }) => /SESSION|TOKEN|GRANT/.test(item) && !isWaiting,
  );
  expect(idsOf(told.filter(({ live }) => live))).toEqual(idsOf(usable));
  return { ...reading, told };
};

const userOf = (row: Row): Thing => ({ ...row, item: 'USER', id: row['id'], user_id: row['id'] });
const named = (things: Thing[]): Map<string, Thing> => new Map(things.map((thing) => [nameOf(thing), thing]));

/** What was live and is not, or was a user and is none, in the order in which it came to be. */
const diedBetween = (before: Reading, after: Reading): Thing[] => {
  const left = new Set(after.rows['users']!.map(({ id }) => id));
  const erased = before.rows['users']!.filter(({ id }) => !left.has(id)).map(userOf);
  const dead = [...before.living.values()].filter((thing) => !after.living.has(nameOf(thing)));
  return [...named([...erased, ...dead]).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** What has to die by the rules of the operation: of what is live, and users who are deleted even if they are not. */
const doomedIn = (name: string, before: Reading, asked: Asked, results: Row[] | null): string[] => {
  const changed = new Set(results?.filter((one) => one['changed']).map((one) => uuidOf(one['id'])));
  const erasable = /^deleteUser/.test(name) ? before.rows['users']!.map(userOf) : [];
  const all = named([...before.living.values(), ...erasable]);
  return [...all].filter(([, thing]) => asked.ends(thing, changed)).map(([key]) => key);
};

/** Plans, tries and does it, by the plan or by itself. */
const answersTo = async (name: string, asked: Asked, before: Reading, isPlanned: boolean) => {
  const how = { by: principalOf(asked), results: asked.isMany ? RESULTS : '' };
  const { plan, errors } = await ask(PLAN, 'planRevocation', { selector: { [name]: asked.input } }, how.by);
  expect((await read()).digest).toBe(before.digest);
  const dry = await carryOut(name, { ...asked.input, dryRun: true }, how);
  expect((await read()).digest).toBe(before.digest);

  const expectedCount = asked.input['filter'] ? { expectedCount: dry.results?.length ?? 0 } : {};
  const done =
    isPlanned && plan
      ? await ask(APPLY, 'applyRevocation', { planToken: plan.token }, how.by)
      : await carryOut(name, { ...asked.input, ...expectedCount }, how);
  expect([dry.errors, done.errors]).toEqual([errors, errors]);
  return { plan, dry, done };
};

const verify = async (name: string, asked: Asked, before: Reading, isPlanned: boolean): Promise<void> => {
  const { plan, dry, done } = await answersTo(name, asked, before, isPlanned);
  const results: Row[] | null = done.results ?? null;
  const isRepeated: boolean = done.revocation?.replayed ?? false;
  expect([dry.results ?? null, dry.revocation?.replayed ?? false]).toEqual([results, isRepeated]);
  if (asked.selects && plan) expect(new Set(results!.map((one) => one['id']))).toEqual(asked.selects);

  const after = await readBoth();
  const died = diedBetween(before, after);
  const names = died.map(nameOf).sort();
  expect([...after.living.keys()].filter((key) => !before.living.has(key))).toEqual([]);
  const isDone = done.revocation !== null && !isRepeated;
  expect(names).toEqual(isDone ? doomedIn(name, before, asked, results).sort() : []);
  tried += 1;
  if (died.length > 0) effective += 1;

  if (plan) {
    expect(plan.counts).toEqual(countsOf(died));
    expect(namesOf(plan.samples)).toEqual(died.slice(0, 20).map(nameOf));
    expect(plan.unchanged).toEqual(results?.filter((one) => !one['changed']) ?? []);
  }
  if (!isDone) return;
  for (const { revocation } of [dry, done]) {
    expect(revocation.counts).toEqual(countsOf(died));
    expect(namesOf(revocation.items.nodes).sort()).toEqual(names);
  }
  // By this the items of a large receipt are found.
  const rows = Object.values(SUBJECTS).flatMap((table) => after.rows[table]!);
  const left = new Set(rows.map(({ id }) => id));
  const caused = after.told.filter(({ id, cause }) => left.has(id) && cause === uuidOf(done.revocation.id));
  expect(idsOf(caused)).toEqual(idsOf(died.filter(({ id }) => left.has(id))));
};

const MANY = /^(disable|delete|revoke)[A-Z][a-z]+s$/;
const cases = Object.keys(OPERATIONS).map((name, n) => ({
  ...{ name, seed: SEED + n, numRuns: MANY.test(name) ? RUNS.many : RUNS.one },
}));
test.each(cases)(
  '$name ends what its plan and its dry run say, and says what it has ended',
  async ({ name, seed, numRuns }) => {
    const property = fc.asyncProperty(worlds, choices, fc.boolean(), async (world, choice, isPlanned) => {
      await writeWorld(service.database, world);
      tokenId = await writeCaller(service.database);
      const before = await readBoth();
      await verify(name, askOf(name, before, choice), before, isPlanned);
    });
    const outcome = await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: 30_000 });
    if (!outcome.counterexample) return expect(outcome.numRuns).toBe(numRuns);
    const [world, choice, isPlanned] = outcome.counterexample;
    await writeWorld(service.database, world);
    tokenId = await writeCaller(service.database);
    const { input, owner } = askOf(name, await read(), choice);
    const told = Object.entries({ input, owner, isPlanned, world }).map(([key, it]) => `${key}: ${JSON.stringify(it)}`);
    throw new Error([`FC_SEED=${SEED} gives it again`, ...told, (outcome.errorInstance as Error).message].join('\n'));
  },
  60_000,
);

test('every operation that can be planned was among them, and much of it ended something', () => {
  expect(Object.keys(OPERATIONS).sort()).toEqual([...composedModules.plannable.keys()].sort());
  expect(tried).toBeGreaterThanOrEqual(200);
  expect(effective).toBeGreaterThan(tried / 4);
});
