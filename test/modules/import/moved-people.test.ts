/** People who move here from another system: their old ids, since when they exist, and what they have to do next. */
import * as graphql from '../../support/graphql';
import { type Ask, ok } from '../../support/graphql';
import { type Service, startService } from '../../support/service';
import { importAll, upload } from '../../support/upload';

let service: Service;
let token: string;
let admin: Ask;
beforeAll(async () => {
  service = await startService();
  token = await graphql.adminToken(service);
  admin = graphql.as(service, token);
}, 60_000);
afterAll(() => service?.stop());

const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
const lines = (...users: object[]) => users.map((user) => JSON.stringify(user)).join('\n');
const importLines = async (query: string, ...users: object[]) => {
  const answer = await upload(service, token, query, lines(...users));
  return { faults: answer.import.faults, done: await importAll(admin, answer.import.id) };
};

test('old ids, the time of creation and required actions come with the user', async () => {
  const { done, faults } = await importLines(
    'format=json-lines',
    {
      ...{ username: 'moved', email: 'moved@example.com', emailVerified: true, previousId: 'f1c2-77' },
      ...{ createdAt: '2019-03-01T09:30:00+01:00', requiredActions: ['UPDATE_PASSWORD', 'VERIFY_EMAIL'] },
    },
    { username: 'twice', previousIds: ['a|1', 'b|2'], createdAt: 1_500_000_000_000, requiredActions: 'CONFIGURE_TOTP' },
  );
  expect(faults).toEqual([]);
  expect(done).toMatchObject({ status: 'DONE', created: 2, refused: 0 });
  const rows = await sql(
    `select u.username, u.created_at, u.email_verified, u.password_change_required_at is not null as password,
       u.email_verification_required_at is not null as email, u.factor_required_at is not null as factor,
       array(select previous_id from previous_ids p where p.user_id = u.id order by 1) as ids
     from users u where u.username in ('moved', 'twice') order by u.username`,
  );
  expect(rows).toEqual([
    {
      ...{ username: 'moved', created_at: new Date('2019-03-01T08:30:00Z'), email_verified: false },
      ...{ password: true, email: true, factor: false, ids: ['f1c2-77'] },
    },
    {
      ...{ username: 'twice', created_at: new Date(1_500_000_000_000), email_verified: false },
      ...{ password: false, email: false, factor: true, ids: ['a|1', 'b|2'] },
    },
  ]);
});

test('CSV has them in columns', async () => {
  const answer = await upload(
    service,
    token,
    'format=csv',
    'username,previousId,previousIds,createdAt,requiredActions\nmoved-csv,c-1,"[""c-2""]",2020-02-29,"CHANGE_PASSWORD, ENROLL_FACTOR"\n',
  );
  expect(answer.import.faults).toEqual([]);
  expect(await importAll(admin, answer.import.id)).toMatchObject({ created: 1 });
  expect(
    await sql(
      `select created_at, password_change_required_at is not null and factor_required_at is not null as both,
         array(select previous_id from previous_ids p where p.user_id = u.id order by 1) as ids
       from users u where username = 'moved-csv'`,
    ),
  ).toEqual([{ created_at: new Date('2020-02-29'), both: true, ids: ['c-1', 'c-2'] }]);
});

const WRONG: [field: string, wrong: object, says: string][] = [
  ['createdAt', { createdAt: '2999-01-01T00:00:00Z' }, 'future'],
  ['createdAt', { createdAt: '2019-02-30' }, 'ISO 8601'],
  ['createdAt', { createdAt: '01.03.2019' }, 'ISO 8601'],
  ['createdAt', { createdAt: -1 }, 'since 1970'],
  ['createdAt', { createdAt: true }, 'ISO 8601'],
  ['previousId', { previousId: 7 }, 'text'],
  ['previousId', { previousId: 'a\u0000b' }, 'control'],
  ['previousId', { previousId: 'x'.repeat(256) }, '255'],
  ['previousIds', { previousIds: [...Array(11).keys()].map(String) }, '10'],
  ['previousIds', { previousIds: '[not json' }, 'JSON list'],
  ['requiredActions', { requiredActions: ['UPDATE_PASSWORD', 'TERMS_AND_CONDITIONS'] }, 'requiredActions=omit'],
  ['requiredActions', { requiredActions: [7] }, 'can be'],
  ['requiredActions', { requiredActions: 'constructor' }, 'can be'],
  ['requiredActions', { requiredActions: 'VERIFY_EMAIL' }, 'requires an email'],
  ['requiredActions', { requiredActions: 'CHANGE_PASSWORD', type: 'SERVICE_ACCOUNT' }, 'service account'],
];

test('what is wrong is refused by line and field', async () => {
  const users = WRONG.map(([, wrong], i) => ({ username: `wrong${i}`, ...wrong }));
  const answer = await upload(service, token, 'format=json-lines', lines(...users));
  expect(answer.import.faults).toMatchObject(
    WRONG.map(([field, , says], i) => ({ line: i + 1, field, message: expect.stringContaining(says) })),
  );
});

test('required actions that do not exist here can be left out on demand', async () => {
  const { done } = await importLines('format=json-lines&requiredActions=omit', {
    ...{ username: 'omitted', requiredActions: ['UPDATE_PASSWORD', 'TERMS_AND_CONDITIONS'] },
  });
  expect(done).toMatchObject({ created: 1, refused: 0 });
  expect(
    await sql(`select password_change_required_at is not null as must from users where username = 'omitted'`),
  ).toEqual([{ must: true }]);
});

test('an old id belongs to one user: in the file, among those who are here, and between upload and start', async () => {
  const first = await upload(service, token, 'format=json-lines', lines({ username: 'own1', previousId: 'own' }));
  const second = await upload(
    service,
    token,
    'format=json-lines',
    lines({ username: 'own2', previousId: 'own' }, { username: 'own3', previousIds: ['other', 'own'] }),
  );
  expect(second.import.faults).toMatchObject([
    { line: 2, field: 'previousId', code: 'CONFLICT', message: 'An earlier line has this previous id.' },
  ]);
  expect(await importAll(admin, first.import.id)).toMatchObject({ created: 1 });
  const taken = { field: 'previousId', code: 'CONFLICT', message: 'Another user has this previous id.' };
  expect(await importAll(admin, second.import.id)).toMatchObject({
    created: 0,
    refused: 2,
    faults: [{ line: 1, ...taken }, { line: 2 }],
  });
  const third = await upload(service, token, 'format=json-lines', lines({ username: 'own4', previousId: 'own' }));
  expect(third.import.faults).toMatchObject([taken]);
});

test('whoever was created long ago elsewhere is listed by that time, and is not dormant', async () => {
  await importLines('format=json-lines', { username: 'old-timer', createdAt: '2001-01-01T00:00:00Z' });
  const { users } = await ok(
    admin('{ users(orderBy: { field: CREATED_AT, direction: ASC }, first: 1) { nodes { username createdAt } } }'),
  );
  expect(users.nodes).toEqual([{ username: 'old-timer', createdAt: '2001-01-01T00:00:00.000Z' }]);
  const { dormancyPreview } = await ok(admin('{ dormancyPreview(days: 30) { nodes { username } } }'));
  expect(JSON.stringify(dormancyPreview)).not.toContain('old-timer');
  await sql(`update users set enabled_at = null where username = 'old-timer'`);
  const { dormancyPreview: without } = await ok(admin('{ dormancyPreview(days: 30) { nodes { username } } }'));
  expect(JSON.stringify(without)).toContain('old-timer');
});
