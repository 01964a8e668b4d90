/**
 * The bounds of time of every list. Times are stored to the microsecond and shown to the millisecond: the time at which a row is shown must find it,
 * as the first bound and as the last.
 */
import { getNamedType, type GraphQLInputObjectType, type GraphQLObjectType } from 'graphql';
import { buildSchema } from '../../../src/app/schema';
import { type InProcess, startInProcess } from '../../support/in-process';

const schema = buildSchema();

interface Bound {
  list: string;
  /** The fields of the filter. */
  from: string;
  to: string;
  /** The field that shows the time. */
  shown: string;
}

const isTime = (type: unknown): boolean => String(type).startsWith('DateTime');

/** The bounds of all lists; those without a name, `from` and `to`, are of the one time that such a row is about. */
const boundsOf = (list: string): Bound[] => {
  const { args, type } = schema.getQueryType()!.getFields()[list]!;
  const filter = getNamedType(args.find(({ name }) => name === 'filter')!.type) as GraphQLInputObjectType;
  const connection = getNamedType(type) as GraphQLObjectType;
  const node = getNamedType(connection.getFields()['nodes']!.type) as GraphQLObjectType;
  return Object.values(filter.getFields())
    .filter((field) => isTime(field.type) && /(^to|To)$/.test(field.name))
    .map(({ name: to }) => {
      const from = to.replace(/to$/, 'from').replace(/To$/, 'From');
      const stem = to.replace(/(^to|To)$/, '');
      const shown = ['occurredAt', 'requestedAt', `${stem}At`].find((name) => name in node.getFields());
      if (!(from in filter.getFields()) || !shown) throw new Error(`${list}: which time does ${to} bound?`);
      return { list, from, to, shown };
    });
};

const lists = Object.values(schema.getQueryType()!.getFields()).filter(({ args }) =>
  args.some(({ name }) => name === 'filter'),
);
const bounds = lists.flatMap(({ name }) => boundsOf(name));

/** Row `i` of each table is of the microsecond `i` times 111,111 of its second. */
const ROWS = 9;
const AT = `timestamptz '2026-01-01Z' + i * interval '1 second 111111 microseconds'`;
const idOf = (kind: number) => `('0190${kind}000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`;
const INSERTS = [
  `users (id, username, username_key, created_at, updated_at, last_login_at) select ${idOf(1)}, 'user' || i, 'user' || i, ${AT}, ${AT}, ${AT}`,
  `applications (id, name, client_id, kind, created_at, updated_at) select ${idOf(2)}, 'App ' || i, 'app' || i, 'MOBILE', ${AT}, ${AT}`,
  `devices (id, application_id, client_id, secret_hash, name, platform, created_at)
     select ${idOf(3)}, ${idOf(2)}, 'dev' || i, 'x', 'Phone ' || i, 'IOS', ${AT}`,
  `sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select ${idOf(4)}, 's' || i, 'x'::bytea || i::text::bytea, ${idOf(1)}, 0, 'WEB', ${AT}, ${AT}, ${AT}, now() + interval '1 day'`,
  `events (id, type, outcome, occurred_at, user_id) select ${idOf(5)}, 'SIGN_IN', 'SUCCESS', ${AT}, ${idOf(1)}`,
  `revocations (id, action, user_id, requested_at) select ${idOf(6)}, 'disableUser', ${idOf(1)}, ${AT}`,
  `mails (id, kind, address, status, created_at) select ${idOf(7)}, 'RECOVERY', 'a@example.org', 'SENT', ${AT}`,
];

let app: InProcess;
beforeAll(async () => {
  app = await startInProcess();
  await app.database.execute(`insert into settings (key, value, updated_at) values ('users.dormantDays', '1', now())`);
  for (const insert of INSERTS) await app.database.execute(`insert into ${insert} from generate_series(1, ${ROWS}) i`);
}, 60_000);
afterAll(() => app?.stop());

const find = async ({ list, shown }: Bound, filter: object | null): Promise<{ id: string; at: string }[]> => {
  const type = String(lists.find(({ name }) => name === list)!.args.find(({ name }) => name === 'filter')!.type);
  const { data } = await app.run(
    `query ($filter: ${type}) { ${list}(filter: $filter, first: 100) { nodes { id at: ${shown} } } }`,
    { filter },
  );
  return JSON.parse(JSON.stringify(data[list].nodes)) as { id: string; at: string }[];
};

test('there are such lists', () => expect(bounds.length).toBeGreaterThanOrEqual(8));

test.each(bounds.map((bound) => [`${bound.list}(${bound.from}, ${bound.to})`, bound] as const))(
  '%s finds each row by the time that it is shown with',
  async (_name, bound) => {
    const all = await find(bound, null);
    expect(all.length).toBeGreaterThanOrEqual(ROWS);
    for (const { id, at } of all) {
      const idsOf = async (filter: object) => (await find(bound, filter)).map((row) => row.id);
      expect(await idsOf({ [bound.from]: at, [bound.to]: at })).toEqual([id]);
      const before = new Date(Date.parse(at) - 1).toISOString();
      expect(await idsOf({ [bound.to]: before })).not.toContain(id);
      const after = new Date(Date.parse(at) + 1).toISOString();
      expect(await idsOf({ [bound.from]: after })).not.toContain(id);
    }
  },
);

/** Nobody had an activity at the time of the bound or later: the first millisecond after the last one finds the user. */
test('users(lastActivityBefore) ends before the time that is given', async () => {
  const users = await find({ list: 'users', shown: 'lastLoginAt', from: '', to: '' }, null);
  const { id, at } = users[4]!;
  const before = async (time: string): Promise<string[]> =>
    (
      await app.run('query ($filter: UserFilter) { users(filter: $filter) { nodes { id } } }', {
        filter: { lastActivityBefore: time },
      })
    ).data.users.nodes.map((node: { id: string }) => node.id);
  expect(await before(at)).not.toContain(id);
  expect(await before(new Date(Date.parse(at) + 1).toISOString())).toContain(id);
});
