/** Every filter of every list, with rows of every kind: exactly those come that the same question in plain SQL gives. */
import { getNamedType, type GraphQLInputObjectType } from 'graphql';
import type { Database } from '../../../src/database/database';
import { encodeId, type IdType } from '../../../src/platform/type-id';
import { buildSchema } from '../../../src/app/schema';
import { type InProcess, startInProcess } from '../../support/in-process';

const PEOPLE = 250;
const schema = buildSchema();
let app: InProcess;

/** Fills the tables with people who use applications, in the browser and on devices: everything of each index derived from it. */
const seed = async (database: Database): Promise<void> => {
  const id = (kind: number, n = 'i') => `('0190${kind}000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
  const series = `generate_series(1, ${PEOPLE}) i`;
  const time = `timestamptz '2026-01-01Z' + i * interval '1 minute'`;
  const run = (text: string) => database.execute(text);
  await run(
    `insert into applications (id, name, client_id, kind, scopes, disabled_at, created_at, updated_at)
     select ${id(1)}, 'App ' || i, 'app' || i, (array['WEB', 'SPA', 'MOBILE', 'MACHINE'])[1 + i % 4], '{self}',
       case when i % 10 = 9 then ${time} end, ${time}, ${time} from ${series}`,
  );
  await run(
    `insert into users (id, username, username_key, email, email_key, name, path, attributes, type, source, onboarding, disabled_at, created_at, updated_at, last_login_at, last_activity_at, enabled_at)
     select ${id(2)}, 'User' || i, 'user' || i, 'User' || i || '@example.com', 'user' || i || '@example.com', 'Name ' || i % 7, 'org/' || i % 3,
       case when i % 5 = 0 then '{}' else jsonb_build_object('costCentre', i % 9, 'teams', jsonb_build_array('a', i % 2), 'a "b" ?', null, 'at', jsonb_build_object('desk', i % 4, 'floor', 1)) end,
       (array['INTERNAL', 'EXTERNAL', 'SERVICE_ACCOUNT'])[1 + i % 3], (array['LOCAL', 'EXTERNAL'])[1 + i % 2],
       case when i % 11 = 3 then 'PENDING_LOGIN' end, case when i % 11 = 5 then ${time} end, ${time}, ${time},
       case when i % 4 > 0 then timestamptz '2026-02-01Z' + (i / 8) * interval '1 day' end,
       case when i % 4 > 0 then timestamptz '2026-02-01Z' + (i / 8) * interval '1 day' end, case when i % 17 = 1 then timestamptz '2026-03-01Z' end from ${series}`,
  );
  await run(
    `insert into devices (id, application_id, client_id, secret_hash, name, platform, model, app_version, created_at)
     select ${id(3)}, ${id(1)}, 'dev' || i, 'x', 'Phone ' || i, (array['IOS', 'ANDROID', 'OTHER'])[1 + i % 3], 'Model ' || i % 5, (array['1.0', '1.1', null])[1 + i % 3], ${time} from ${series}`,
  );
  await run(
    `insert into device_links (id, user_id, device_id, connected_at, last_seen_at) select ${id(4)}, ${id(2)}, ${id(3)}, ${time}, ${time} from ${series}`,
  );
  await run(
    `insert into consents (id, user_id, application_id, scopes, created_at, updated_at, revoked_at)
     select ${id(5)}, ${id(2)}, ${id(1)}, array['self', 's' || i % 3], ${time}, ${time}, case when i % 13 = 7 then ${time} end from ${series}`,
  );
  await run(
    `insert into previous_ids (previous_id, user_id, added_at) select 'old-' || i, ${id(2)}, now() from ${series}`,
  );
  // User 8 is in a group, user 9 in one below it.
  for (const i of [1, 2]) {
    const [group, parent] = [uuid('a', i), i === 1 ? null : uuid('a', 1)];
    await database.execute(
      `insert into groups (id, name, name_key, parent_id, created_at, updated_at) values ($1, $2, $2, $3, now(), now())`,
      [group, `group ${i}`, parent],
    );
    await database.execute(
      `insert into group_closure (descendant_id, ancestor_id) select $1, a from unnest($2::uuid[]) a`,
      [group, [group, ...(parent ? [parent] : [])]],
    );
    await database.execute('insert into group_members (user_id, group_id, added_at) values ($1, $2, now())', [
      uuid(2, 7 + i),
      group,
    ]);
  }
  // Two sessions each: one on the device, one in the browser.
  for (const part of [0, 1]) {
    const session = id(6, `2 * i + ${part}`);
    await run(
      `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, ip, created_at, authenticated_at, last_seen_at, expires_at, ended_at, end_reason, impersonator_id, impersonator_epoch)
       select ${session}, 'uid' || (2 * i + ${part}), ('c' || (2 * i + ${part}))::bytea, ${id(2)}, 0, ${part ? 'null, null' : `${id(3)}, ${id(4)}`},
         ${part ? `'WEB'` : `(array['IOS', 'ANDROID', 'OTHER'])[1 + i % 3]`}, '10.0.0.' || i % 5, ${time}, ${time}, ${time} + interval '1 hour',
         case when i % 6 = 1 then timestamptz '2026-01-02Z' else timestamptz '2100-01-01Z' + (i / 10) * interval '1 day' end,
         case when i % 6 = 2 then ${time} end, case when i % 6 = 2 then 'REVOKED' end,
         case when i % 12 = 2 then ${id(2, '1 + i % 2')} end, case when i % 12 = 2 then 0 end from ${series}`,
    );
    await run(
      `insert into token_families (id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, created_at, expires_at)
       select ${id(7, `2 * i + ${part}`)}, ${id(2)}, ${id(1)}, 'app' || i, ${session}, ${id(5)}, 0, 0, ${time}, '2100-01-01Z' from ${series}`,
    );
    await run(
      `insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch, application_epoch, scopes, created_at, expires_at, revoked_at, end_reason)
       select ${id(8, `2 * i + ${part}`)}, ('t' || (2 * i + ${part}))::bytea, ${part ? `'ACCESS'` : `'REFRESH'`}, ${id(7, `2 * i + ${part}`)}, ${id(2)}, ${id(1)}, 'app' || i,
         ${part ? 'null, null' : `${id(3)}, ${id(4)}`}, ${session}, ${id(5)}, 0, 0, array['self', 's' || i % 3], ${time}, timestamptz '2100-01-01Z' + (i / 10) * interval '1 day',
         case when i % 8 = 4 then ${time} end, case when i % 8 = 4 then 'REVOKED' end from ${series}`,
    );
  }
  await run(
    `insert into access_grants (id, hash, family_id, user_id, application_id, client_id, consent_id, user_epoch, application_epoch, payload, created_at, expires_at)
     select ${id(9)}, ('g' || i)::bytea, ${id(7, '2 * i')}, ${id(2)}, ${id(1)}, 'app' || i, ${id(5)}, 0, 0, '{}', ${time}, '2100-01-01Z' from ${series}`,
  );
  await run(
    `insert into revocations (id, action, impersonator_user_id, actor_user_id, actor_application_id, reason, requested_at, target_type, target_id, user_id, counts)
     select ('0191a000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, (array['revokeSession', 'disableUser'])[1 + i % 2],
       case when i % 9 = 2 then ${id(2, 'i % 4')} end, case when i % 5 > 0 then ${id(2, 'i % 5')} end, ${id(1, 'i % 7')}, case when i % 3 = 0 then 'Lost PHONE, 100% of ticket ' || i end, ${time}, 'User', ${id(2)}, ${id(2)}, '{}' from ${series}`,
  );
  await run(
    `insert into events (id, type, outcome, occurred_at, impersonator_user_id, actor_user_id, user_id, device_id, session_id, application_id, ip, revocation_id)
     select ('0191b000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, (array['SIGN_IN', 'SIGN_OUT', 'ACCESS_DENIED'])[1 + i % 3], (array['SUCCESS', 'SUCCESS', 'DENIED'])[1 + i % 3], ${time},
       case when i % 9 = 2 then ${id(2, 'i % 4')} end, ${id(2, 'i % 5')}, ${id(2)}, ${id(3)}, ${id(6, '2 * i')}, ${id(1)}, '10.0.0.' || i % 5, ('0191a000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid from ${series}`,
  );
};

beforeAll(async () => {
  app = await startInProcess();
  await seed(app.database);
}, 60_000);
afterAll(() => app.stop());

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const ask = async (text: string, variables?: Record<string, unknown>): Promise<any> =>
  (await app.run(text, variables)).data;
const LISTS = [
  'users',
  'devices',
  'sessions',
  'tokens',
  'accessGrants',
  'consents',
  'applications',
  'events',
  'revocations',
];
const uuid = (kind: number | string, n: number) => `0190${kind}000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const at = (type: IdType, kind: number, n: number) => encodeId(type, uuid(kind, n));

const fieldsOf = (list: string, argument: string): GraphQLInputObjectType =>
  getNamedType(
    schema
      .getQueryType()!
      .getFields()
      [list]!.args.find(({ name }) => name === argument)!.type,
  ) as GraphQLInputObjectType;

/** Each filter, and what of every row must hold; `total` where it can be told from the seed. */
const FILTERS: [list: string, filter: Record<string, unknown>, sql: string][] = [
  ['users', { status: ['DISABLED'] }, `status = 'DISABLED'`],
  [
    'users',
    { status: ['DISABLED', 'PENDING_LOGIN'], source: ['LOCAL'] },
    `status in ('DISABLED', 'PENDING_LOGIN') and source = 'LOCAL'`,
  ],
  ['users', { type: ['EXTERNAL'] }, `type = 'EXTERNAL'`],
  ['users', { search: 'USER24' }, `username_key like 'user24%'`],
  ['users', { search: 'name 3' }, `name = 'Name 3'`],
  ['users', { previousId: 'old-7' }, `id = '${uuid(2, 7)}'`],
  ['users', { path: 'org' }, 'true'],
  ['users', { attributes: [{ name: 'costCentre', equals: 4 }] }, `i % 5 > 0 and i % 9 = 4`],
  ['users', { attributes: [{ name: 'costCentre', equals: '4' }] }, 'false'],
  ['users', { attributes: [{ name: 'costCentre', exists: false }] }, 'i % 5 = 0'],
  [
    'users',
    {
      attributes: [
        { name: 'a "b" ?', exists: true },
        { name: 'teams', equals: ['a', 1] },
      ],
    },
    'i % 5 > 0 and i % 2 = 1',
  ],
  ['users', { attributes: [{ name: 'at', equals: { floor: 1, desk: 3 } }] }, 'i % 5 > 0 and i % 4 = 3'],
  // Less than the whole value is another value.
  ['users', { attributes: [{ name: 'at', equals: { desk: 3 } }] }, 'false'],
  ['users', { attributes: [{ name: 'teams', equals: ['a'] }] }, 'false'],
  ['users', { attributes: [] }, 'true'],
  ['users', { groupId: encodeId('Group', uuid('a', 1)) }, `id in ('${uuid(2, 8)}', '${uuid(2, 9)}')`],
  ['users', { path: 'org/1' }, `path = 'org/1'`],
  ['users', { path: 'or' }, 'false'],
  ['users', { role: 'operator' }, 'false'],
  [
    'users',
    { createdFrom: '2026-01-01T00:10:00Z', createdTo: '2026-01-01T00:20:00Z' },
    `created_at between '2026-01-01T00:10Z' and '2026-01-01T00:20Z'`,
  ],
  [
    'users',
    { lastLoginFrom: '2026-02-03T00:00:00Z', lastLoginTo: '2026-02-04T00:00:00Z' },
    `last_login_at between '2026-02-03Z' and '2026-02-04Z'`,
  ],
  [
    'users',
    { lastActivityBefore: '2026-02-03T00:00:00Z' },
    `created_at < '2026-02-03Z' and coalesce(enabled_at, '2000-01-01Z') < '2026-02-03Z' and coalesce(last_activity_at, '2000-01-01Z') < '2026-02-03Z'`,
  ],
  [
    'users',
    { hasLiveSession: true },
    `status <> 'DISABLED' and exists (select from sessions s where s.user_id = x.id and s.ended_at is null and s.expires_at > now())`,
  ],
  [
    'users',
    { hasLiveSession: false },
    `not (status <> 'DISABLED' and exists (select from sessions s where s.user_id = x.id and s.ended_at is null and s.expires_at > now()))`,
  ],
  ['users', { usesApplicationId: () => at('Application', 1, 4) }, `username_key = 'user4'`],
  ['users', { status: [] }, 'false'],
  ['sessions', { userId: () => at('User', 2, 4) }, `user_id = '${uuid(2, 4)}'`],
  ['sessions', { deviceId: () => at('Device', 3, 4) }, `device_id = '${uuid(3, 4)}'`],
  ['sessions', { applicationId: () => at('Application', 1, 4) }, `user_id = '${uuid(2, 4)}'`],
  [
    'sessions',
    { status: ['ACTIVE'] },
    `ended_at is null and expires_at > now() and (select status from users u where u.id = user_id) <> 'DISABLED'`,
  ],
  [
    'sessions',
    { status: ['EXPIRED'], platform: ['WEB'] },
    `ended_at is null and expires_at <= now() and platform = 'WEB' and ((select disabled_at from users u where u.id = user_id) is null or expires_at < (select disabled_at from users u where u.id = user_id))`,
  ],
  ['sessions', { impersonatorId: () => at('User', 2, 1) }, `impersonator_id = '${uuid(2, 1)}'`],
  ['sessions', { impersonated: true }, 'i / 2 % 12 = 2'],
  ['sessions', { impersonated: false }, 'i / 2 % 12 <> 2'],
  ['sessions', { platform: ['IOS', 'WEB'] }, `platform in ('IOS', 'WEB')`],
  ['sessions', { ip: '10.0.0.3' }, `ip = '10.0.0.3'`],
  [
    'sessions',
    { createdFrom: '2026-01-01T00:10:00Z', createdTo: '2026-01-01T00:20:00Z' },
    `created_at between '2026-01-01T00:10Z' and '2026-01-01T00:20Z'`,
  ],
  [
    'sessions',
    { lastSeenFrom: '2026-01-01T01:10:00Z', lastSeenTo: '2026-01-01T01:20:00Z' },
    `last_seen_at between '2026-01-01T01:10Z' and '2026-01-01T01:20Z'`,
  ],
  ['tokens', { userId: () => at('User', 2, 4), kind: ['ACCESS'] }, `user_id = '${uuid(2, 4)}' and kind = 'ACCESS'`],
  ['tokens', { deviceId: () => at('Device', 3, 4) }, `device_id = '${uuid(3, 4)}'`],
  ['tokens', { applicationId: () => at('Application', 1, 4) }, `application_id = '${uuid(1, 4)}'`],
  ['tokens', { sessionId: () => at('Session', 6, 9) }, `session_id = '${uuid(6, 9)}'`],
  ['tokens', { scope: 's2' }, `'s2' = any(scopes)`],
  ['tokens', { status: ['ACTIVE', 'EXPIRED', 'REVOKED'] }, 'true'],
  [
    'tokens',
    { status: ['ACTIVE'] },
    `revoked_at is null and (select status from users u where u.id = user_id) <> 'DISABLED' and (select disabled_at from applications a where a.id = application_id) is null`,
  ],
  ['devices', { appVersion: ['1.0.0'] }, 'false'],
  ['devices', { userId: () => at('User', 2, 4) }, `id = '${uuid(3, 4)}'`],
  ['devices', { applicationId: () => at('Application', 1, 5) }, `id = '${uuid(3, 5)}'`],
  ['devices', { appVersion: ['1.0', 'none such'] }, `x.app_version = '1.0'`],
  ['devices', { platform: ['IOS'], search: 'MODEL 2' }, `platform = 'IOS' and model = 'Model 2'`],
  ['devices', { search: 'phone 25' }, `name like 'Phone 25%'`],
  [
    'devices',
    { createdFrom: '2026-01-01T00:10:00Z', createdTo: '2026-01-01T00:10:00Z' },
    `created_at = '2026-01-01T00:10Z'`,
  ],
  ['consents', { userId: () => at('User', 2, 4) }, `user_id = '${uuid(2, 4)}'`],
  ['consents', { applicationId: () => at('Application', 1, 7) }, 'false'],
  ['consents', { scope: 's1' }, `'s1' = any(scopes) and revoked_at is null`],
  ['accessGrants', { userId: () => at('User', 2, 4) }, `user_id = '${uuid(2, 4)}'`],
  ['accessGrants', { applicationId: () => at('Application', 1, 9) }, 'false'],
  ['applications', { kind: ['WEB', 'SPA'], status: ['ENABLED'] }, `kind in ('WEB', 'SPA') and disabled_at is null`],
  ['applications', { status: ['DISABLED'] }, 'disabled_at is not null'],
  ['applications', { search: 'APP 24' }, `name like 'App 24%'`],
  ['events', { type: ['SIGN_IN', 'SIGN_OUT'], outcome: ['SUCCESS'] }, `type in ('SIGN_IN', 'SIGN_OUT')`],
  ['events', { outcome: ['DENIED'], ip: '10.0.0.2' }, `outcome = 'DENIED' and ip = '10.0.0.2'`],
  ['events', { userId: () => at('User', 2, 4) }, `user_id = '${uuid(2, 4)}'`],
  ['events', { impersonatorId: () => at('User', 2, 2) }, `i % 9 = 2 and i % 4 = 2`],
  ['events', { actorUserId: () => at('User', 2, 4) }, `actor_user_id = '${uuid(2, 4)}'`],
  [
    'events',
    {
      applicationId: () => at('Application', 1, 4),
      deviceId: () => at('Device', 3, 4),
      sessionId: () => at('Session', 6, 8),
    },
    `user_id = '${uuid(2, 4)}'`,
  ],
  [
    'events',
    { revocationId: () => encodeId('Revocation', '0191a000-0000-7000-8000-000000000004') },
    `user_id = '${uuid(2, 4)}'`,
  ],
  [
    'events',
    { from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:20:00Z' },
    `occurred_at between '2026-01-01T00:10Z' and '2026-01-01T00:20Z'`,
  ],
  ['revocations', { action: ['disableUser'] }, `action = 'disableUser'`],
  ['revocations', { impersonatorId: () => at('User', 2, 2) }, `i % 9 = 2 and i % 4 = 2`],
  ['revocations', { actorUserId: () => at('User', 2, 4) }, `actor_user_id = '${uuid(2, 4)}'`],
  ['revocations', { userId: () => at('User', 2, 4), targetId: () => at('User', 2, 4) }, `user_id = '${uuid(2, 4)}'`],
  ['revocations', { targetId: () => at('Device', 2, 4) }, 'false'],
  [
    'revocations',
    { actorApplicationId: () => at('Application', 1, 2) },
    `actor_application_id = '${uuid(1, 2)}' and actor_user_id is null`,
  ],
  ['revocations', { search: 'lost phone' }, `reason like 'Lost PHONE%'`],
  ['revocations', { search: '100% OF TICKET 12' }, `reason ~ 'ticket 12'`],
  ['revocations', { search: '100_' }, 'false'],
  [
    'revocations',
    { from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:20:00Z' },
    `requested_at between '2026-01-01T00:10Z' and '2026-01-01T00:20Z'`,
  ],
];
const TABLES: Record<string, string> = { accessGrants: 'access_grants' };
const PREFIX: Record<string, IdType> = {
  users: 'User',
  sessions: 'Session',
  tokens: 'Token',
  devices: 'Device',
  consents: 'Consent',
  accessGrants: 'AccessGrant',
  applications: 'Application',
  events: 'Event',
  revocations: 'Revocation',
};

describe('filters', () => {
  test.each(
    FILTERS.map(
      ([list, filter, sql]) => [`${list} ${Object.keys(filter).join(' ')}: ${sql}`, list, filter, sql] as const,
    ),
  )('%s', async (_name, list, filter, sql) => {
    const given = Object.fromEntries(
      Object.entries(filter).map(([key, value]) => [
        key,
        typeof value === 'function' ? (value as () => string)() : value,
      ]),
    );
    const { [list]: page } = await ask(
      `query ($f: ${fieldsOf(list, 'filter').name}) { ${list}(first: 100, filter: $f) { totalCount nodes { id } } }`,
      { f: given },
    );
    const rows = await app.database.query<{ id: string }>(
      `select id from (select *, right(id::text, 12)::int as i from ${TABLES[list] ?? list}) x where ${sql} order by id desc`,
    );
    expect(page.nodes.map(({ id }: { id: string }) => id)).toEqual(
      rows.slice(0, 100).map(({ id }) => encodeId(PREFIX[list]!, id)),
    );
    expect(page.totalCount).toBe(rows.length);
    if (sql !== 'false') expect(rows.length).toBeGreaterThan(0);
  });

  test('every filter of every list is among these', () => {
    for (const list of LISTS) {
      const used = new Set(FILTERS.filter(([name]) => name === list).flatMap(([, filter]) => Object.keys(filter)));
      expect([list, Object.keys(fieldsOf(list, 'filter').getFields()).filter((name) => !used.has(name))]).toEqual([
        list,
        [],
      ]);
    }
  });

  test('a role is found by its name in any case', async () => {
    await app.database.execute(
      `insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = 'OPERATOR'`,
      [uuid(2, 8)],
    );
    const { users } = await ask('{ users(filter: {role: "operator"}) { totalCount nodes { username } } }');
    expect(users).toEqual({ totalCount: 1, nodes: [{ username: 'User8' }] });
  });

  test('an unknown user and a user without data give the same empty list', async () => {
    await app.database.execute(
      `insert into users (id, username, username_key, created_at, updated_at) values ($1, 'empty', 'empty', '2026-01-01Z', now())`,
      [uuid(2, 900_000)],
    );
    for (const list of ['sessions', 'tokens', 'devices', 'consents', 'accessGrants', 'events']) {
      const answers = await Promise.all(
        [at('User', 2, 900_000), at('User', 2, 900_001)].map((id) =>
          ask(
            `{ ${list}(filter: {userId: "${id}"}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
          ),
        ),
      );
      expect(answers[0]).toEqual(answers[1]);
    }
  });
});
