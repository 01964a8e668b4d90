/** Importing users over HTTP: what each format gives, what is refused line by line, and who may. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clientCredentials, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Ask, ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { type Service, startService } from '../../support/service';
import { finished, importAll, importOf, start, upload } from '../../support/upload';

const BCRYPT = '$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W';
const fixture = (name: string) => readFileSync(path.resolve(__dirname, '../../support/fixtures', name), 'utf8');

let service: Service;
let token: string;
let admin: Ask;
let web: graphql.Registered;
beforeAll(async () => {
  service = await startService({ env: { IMPORT_LIMIT_MB: '1' } });
  token = await graphql.adminToken(service);
  admin = graphql.as(service, token);
  web = await graphql.webApplication(service, admin);
}, 60_000);
afterAll(() => service?.stop());

const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
const userNamed = async (username: string) =>
  (
    await ok(
      admin(
        'query ($u: String!) { user(by: { username: $u }) { id username email emailVerified name path type status attributes disabledReason } }',
        { u: username },
      ),
    )
  ).user;
const hashOf = async (username: string) =>
  (
    await sql<{ hash: string }>(
      'select p.hash from passwords p join users u on u.id = p.user_id where u.username_key = $1',
      [username],
    )
  )[0]?.hash;
const signInAs = (username: string, password = PASSWORD) =>
  signIn({ ...web, redirectUri: REDIRECT_URI, username, password, scope: 'openid self' });

describe('CSV', () => {
  test('lines that are right are created when it is started, half right ones are refused and say why', async () => {
    const file = [
      '\uFEFFusername;email;emailVerified;name;path;type;disabled;passwordHash;attributes;attributes.team',
      `ada;ada@example.com;true;"Ada; Countess";emea/sales;EXTERNAL;false;${BCRYPT};"{""costCentre"":7}";blue`,
      'bob;bob@;;;;;;;;',
      ';nobody@example.com;;;;;;;;',
      'carol;carol@example.com;;;;;yes;;;',
      'dave;dave@example.com;maybe;;;;;;;',
      'ADA;other@example.com;;;;;;;;',
      'erin;ADA@example.com;;;;;;;;',
      'frank;;;;a//b;;;;;',
      'grace;;;;;INTERNAL_SERVICE_ACCOUNT;;;;',
      'heidi;;;;;;;not a hash;;',
      'ivan;;;;;;;;not json;',
      'judy;;;',
      '"mallory;;;;;;;;;',
    ].join('\r\n');
    const answer = await upload(service, token, 'format=csv', file);
    expect(answer).toMatchObject({ status: 201, import: { format: 'CSV', ready: 2 } });
    const { id, faults } = answer.import;
    expect(faults.map(({ line, field, code }: Record<string, unknown>) => [line, field, code])).toEqual([
      [3, 'email', 'INVALID_INPUT'],
      [4, 'username', 'INVALID_INPUT'],
      [6, 'emailVerified', 'INVALID_INPUT'],
      [7, 'username', 'CONFLICT'],
      [8, 'email', 'CONFLICT'],
      [9, 'path', 'INVALID_INPUT'],
      [10, 'type', 'INVALID_INPUT'],
      [11, 'passwordHash', 'INVALID_INPUT'],
      [12, 'attributes', 'INVALID_INPUT'],
      [13, null, 'INVALID_INPUT'],
      [14, null, 'INVALID_INPUT'],
    ]);
    expect(await importOf(admin, id)).toMatchObject({ status: 'READY', lines: 13, created: 0, refused: 11 });
    expect(await userNamed('ada')).toBeNull();

    expect(await importAll(admin, id, { reason: 'from the old system' })).toMatchObject({
      status: 'DONE',
      created: 2,
      refused: 11,
    });
    expect(await userNamed('ada')).toMatchObject({
      email: 'ada@example.com',
      emailVerified: true,
      name: 'Ada; Countess',
      path: 'emea/sales',
      type: 'EXTERNAL',
      status: 'ACTIVE',
      attributes: { costCentre: 7, team: 'blue' },
    });
    expect(await userNamed('carol')).toMatchObject({ status: 'DISABLED', disabledReason: 'from the old system' });
    // Nothing of the file is left but what is wrong with it, and that says nothing of anybody.
    expect(await sql('select * from import_lines')).toEqual([]);
    expect(JSON.stringify(await sql('select message from import_faults'))).not.toMatch(/mallory|dave|heidi|maybe/i);
  });

  test('everybody who is created is in the audit trail; who is disabled has a receipt like any other', async () => {
    const carol = await userNamed('carol');
    const { events, revocations } = await ok(
      admin(
        `query ($id: ID!) { events(filter: { userId: $id }) { nodes { type reason actor { ... on Application { name } } details } }
           revocations(filter: { userId: $id }) { nodes { action reason counts { users } items { nodes { itemId } } } } }`,
        { id: carol.id },
      ),
    );
    expect(events.nodes.map(({ type }: { type: string }) => type)).toEqual(['USER_DISABLED', 'USER_CREATED']);
    expect(events.nodes[1]).toMatchObject({ reason: 'from the old system', details: { username: 'carol' } });
    expect(events.nodes[1].actor).not.toBeNull();
    expect(revocations.nodes).toMatchObject([
      { action: 'importUsers', counts: { users: 1 }, items: { nodes: [{ itemId: carol.id }] } },
    ]);
    const { events: ends } = await ok(
      admin('{ events(filter: { type: [IMPORT_STARTED, IMPORT_FINISHED] }) { nodes { type details } } }'),
    );
    expect(ends.nodes).toMatchObject([
      { type: 'IMPORT_FINISHED', details: { created: 2, refused: 11, stopped: false } },
      { type: 'IMPORT_STARTED', details: { lines: 13, format: 'CSV' } },
    ]);
  });

  test.each([
    ['an unknown column', 'username,shoeSize\nx,1', 'column 2'],
    ['no username', 'email\nx@example.com', 'username'],
    ['a column twice', 'username,name,name\nx,a,b', 'twice'],
    ['nothing', '', 'empty'],
    ['only a line of names', 'username,email\n', 'no users'],
  ])('a file with %s is refused as a whole', async (_name, file, says) => {
    const answer = await upload(service, token, 'format=csv', file);
    expect(answer).toMatchObject({ status: 400, import: null, message: expect.stringContaining(says) });
  });

  test('a guard against formulas is taken off, and text that is not UTF-8 is refused', async () => {
    const answer = await upload(service, token, 'format=csv', "username,name\ngrd,'=1+1\nlat,Andr\uFFFD\n");
    expect(answer.import).toMatchObject({ ready: 1, faults: [{ line: 3, field: 'name' }] });
    await importAll(admin, answer.import.id);
    expect((await userNamed('grd')).name).toBe('=1+1');
  });
});

describe('JSON Lines', () => {
  test('each line is a user; one that is not JSON, has unknown fields or a password is refused', async () => {
    const lines = [
      '{"username":"jl1","attributes":{"a":[1,{"b":null}]},"disabled":false}',
      '{"username":"jl2"',
      '[1]',
      '{"username":"jl3","shoeSize":1}',
      '{"username":"jl4","password":"secret secret secret"}',
      '',
      '{"username":"jl5","attributes":[1]}',
      '{"username":7}',
      `{"username":"jl6","attributes":{"a":"${'x'.repeat(40_000)}"}}`,
      `{"username":"jl7","name":"${'x'.repeat(300_000)}"}`,
      '{"username":"jl8","emailVerified":"perhaps"}',
    ];
    const answer = await upload(service, token, 'format=json-lines&path=apac', lines.join('\n'));
    expect(answer.import.faults.map(({ line, field }: Record<string, unknown>) => [line, field])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [5, 'password'],
      [7, 'attributes'],
      [8, 'username'],
      [9, 'attributes'],
      [10, null],
      [11, 'emailVerified'],
    ]);
    expect(JSON.stringify(await sql('select * from import_lines'))).not.toContain('secret');
    expect(await importAll(admin, answer.import.id)).toMatchObject({ created: 1, refused: 9 });
    expect(await userNamed('jl1')).toMatchObject({ path: 'apac', attributes: { a: [1, { b: null }] } });
  });

  test('names that only look different are one: the second is refused, in a file and against those who are here', async () => {
    const twins = [
      '{"username":"ﬁona"}',
      '{"username":"fiona"}',
      '{"username":"ＦＩＯＮＡ"}',
      '{"username":"fio\u200Bna"}',
    ];
    const answer = await upload(service, token, 'format=json-lines', twins.join('\n'));
    expect(answer.import.faults).toMatchObject([
      { line: 2, code: 'CONFLICT', message: 'An earlier line has this username.' },
      { line: 3, code: 'CONFLICT' },
      { line: 4, code: 'INVALID_INPUT' },
    ]);
    await importAll(admin, answer.import.id);
    const again = await upload(service, token, 'format=json-lines', twins[1]!);
    expect(again.import.faults).toMatchObject([{ line: 1, message: 'Another user has this username.' }]);
  });
});

describe('exports of others', () => {
  test('a realm of Keycloak: names, state, attributes and passwords, which become argon2id at the first sign-in', async () => {
    const answer = await upload(service, token, 'format=keycloak&path=kc', fixture('keycloak-realm.json'));
    expect(answer.import).toMatchObject({ lines: 6, ready: 5, faults: [{ line: 5, field: 'passwordHash' }] });
    expect(await importAll(admin, answer.import.id)).toMatchObject({ created: 5, refused: 1 });
    expect(await userNamed('kc-sha256')).toMatchObject({
      email: 'kc-sha256@example.com',
      emailVerified: true,
      name: 'Kay Cloak',
      path: 'kc',
      attributes: { department: 'sales', teams: ['a', 'b'] },
    });
    expect(await userNamed('kc-off')).toMatchObject({ status: 'DISABLED' });
    expect(await userNamed('service-account-batch')).toMatchObject({ type: 'SERVICE_ACCOUNT' });
    for (const username of ['kc-sha256', 'kc-sha512', 'kc-argon2']) {
      const imported = await hashOf(username);
      await expect(signInAs(username, 'another horse battery staple')).rejects.toThrow();
      expect(await hashOf(username)).toBe(imported);
      await signInAs(username);
      const upgraded = await hashOf(username);
      expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=19456,/);
      await signInAs(username);
      expect(await hashOf(username)).toBe(upgraded);
    }
    await expect(signInAs('kc-off')).rejects.toThrow();
  });

  test('a ListResponse of SCIM 2.0, in pages one after the other', async () => {
    const page = fixture('scim-list.json');
    const answer = await upload(service, token, 'format=scim', `${page}\n${page.replaceAll('scim-', 'scim2-')}`);
    expect(answer.import).toMatchObject({ lines: 6, ready: 4, faults: [{ line: 3 }, { line: 6 }] });
    await importAll(admin, answer.import.id);
    expect(await userNamed('scim-bjensen')).toMatchObject({
      email: 'scim-work@example.com',
      name: 'Ms. Barbara J Jensen, III',
      attributes: { externalId: '701984', title: 'Tour Guide', employeeNumber: '9', department: 'Tours' },
    });
    expect(await userNamed('scim2-off')).toMatchObject({ status: 'DISABLED' });
  });

  test.each([
    ['cut off', 'keycloak', '{"users":[{"username":"cut1"},{"username":', 'truncated'],
    ['not JSON', 'keycloak', 'username,email', 'not valid JSON'],
    ['another document', 'keycloak', '{"realm":"x","clients":[{}]}', '`users`'],
    ['without users', 'scim', '{"Resources":[]}', 'no users'],
    ['empty', 'scim', '', '`Resources`'],
  ])('a document that is %s is refused as a whole', async (_name, format, file, says) => {
    const answer = await upload(service, token, `format=${format}`, file);
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining(says) });
    expect(await sql('select * from imports where uploaded_at is null')).toEqual([]);
  });

  test('bcrypt and salted SHA are verified at the sign-in and replaced', async () => {
    const ssha = '{SSHA}46BnfOtjjVkV2IM1YrlQPStNxk5zYWx0c2FsdA==';
    const file = [`{"username":"b1","passwordHash":"${BCRYPT}"}`, `{"username":"s1","passwordHash":"${ssha}"}`];
    await importAll(admin, (await upload(service, token, 'format=json-lines', file.join('\n'))).import.id);
    for (const username of ['b1', 's1']) {
      await signInAs(username);
      expect(await hashOf(username)).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    }
  });
});

describe('starting', () => {
  const ready = async (username: string) =>
    (await upload(service, token, 'format=json-lines', `{"username":"${username}"}`)).import.id as string;

  test('a name that is taken after the upload is refused when its turn comes', async () => {
    const id = await ready('late');
    await graphql.createPerson(admin, 'late');
    expect(await importAll(admin, id)).toMatchObject({
      created: 0,
      refused: 1,
      faults: [{ line: 1, field: 'username', code: 'CONFLICT' }],
    });
  });

  test('a dry run starts nothing; started twice it is done once; done, it cannot be started', async () => {
    const id = await ready('once');
    expect((await ok(start(admin, id, { dryRun: true }))).importUsers.import.status).toBe('RUNNING');
    expect(await importOf(admin, id)).toMatchObject({ status: 'READY' });
    const answers = await Promise.all([start(admin, id), start(admin, id), start(admin, id)]);
    for (const { data } of answers) expect(['INVALID_STATE', undefined]).toContain(data.importUsers.errors[0]?.code);
    expect(await finished(admin, id)).toMatchObject({ created: 1, refused: 0 });
    expect((await start(admin, id)).data.importUsers.errors[0].code).toBe('INVALID_STATE');
    expect(await sql(`select count(*)::int as n from users where username_key = 'once'`)).toEqual([{ n: 1 }]);
  });

  test('one that was not started in time cannot be', async () => {
    const id = await ready('expired');
    await sql(`update imports set expires_at = now() - interval '1 second' where finished_at is null`);
    expect(await importOf(admin, id)).toMatchObject({ status: 'EXPIRED' });
    expect((await start(admin, id)).data.importUsers.errors[0].code).toBe('INVALID_STATE');
  });
});

describe('who may', () => {
  const file = ['{"username":"NAME1","path":"emea/x"}', '{"username":"NAME2","path":"apac"}', '{"username":"NAME3"}'];
  let delegate: string;
  beforeAll(async () => {
    const { id } = await graphql.createPerson(admin, 'delegate');
    await graphql.createRole(admin, 'Creator', ['USERS_CREATE', 'USERS_READ']);
    await graphql.assign(admin, { userId: id, role: 'Creator', on: { path: 'emea' } });
    delegate = (await graphql.tokensOf(web, 'delegate', 'openid admin')).access_token;
  });

  test('nobody without a token, with a dead one, or without the permission; and the denial is recorded', async () => {
    expect(await upload(service, null, 'format=csv', 'username\nx')).toMatchObject({ status: 401 });
    expect(await upload(service, 'nonsense', 'format=csv', 'username\nx')).toMatchObject({ status: 401 });
    const reader = await graphql.createApplication(service, admin, {
      name: 'Reader',
      kind: 'MACHINE',
      scopes: ['users:read'],
    });
    const { access_token } = await clientCredentials(reader, { scope: 'users:read' });
    expect(await upload(service, access_token, 'format=csv', 'username\nx')).toMatchObject({ status: 403 });
    expect(
      await sql(`select details from events where type = 'ACCESS_DENIED' and details ->> 'field' = 'POST /imports'`),
    ).toEqual([{ details: { field: 'POST /imports', needs: 'users:create' } }]);
  });

  test.each(['path=%ED%A0%80', 'path=a%FFb', 'path=%EF%BF%BD', 'realm=%C0%80', '%ED%A0%80=x', 'subject=new%FF'])(
    'a query that is not UTF-8 is refused: %s',
    async (query) => {
      const answer = await upload(service, token, `format=csv&${query}`, 'username\nx');
      expect(answer).toMatchObject({ status: 400, message: 'The query must be well-formed UTF-8, without U+FFFD.' });
    },
  );

  test('a delegated administrator creates users in their folder alone, and sees only their own imports', async () => {
    const answer = await upload(service, delegate, 'format=json-lines', file.join('\n').replaceAll('NAME', 'del'));
    expect(answer.import).toMatchObject({
      ready: 1,
      faults: [
        { line: 2, field: 'path' },
        { line: 3, field: 'path' },
      ],
    });
    const ask = graphql.as(service, delegate);
    expect(await importAll(ask, answer.import.id)).toMatchObject({ created: 1, refused: 2 });
    const other = await upload(service, token, 'format=json-lines', file.join('\n').replaceAll('NAME', 'adm'));
    expect(await importOf(ask, other.import.id)).toBeNull();
    expect((await start(ask, other.import.id)).data.importUsers.errors[0].code).toBe('NOT_FOUND');
    expect((await ask(`{ node(id: "${other.import.id}") { id } }`)).data.node).toBeNull();
    expect((await admin(`{ node(id: "${other.import.id}") { id } }`)).data.node).toEqual({ id: other.import.id });
  });

  test('nobody gets a role by a rule from somebody who cannot give it', async () => {
    const { createGroup } = await ok(
      admin('mutation { createGroup(input: { name: "Bosses" }) { group { id } errors { code message } } }'),
    );
    await graphql.assign(admin, { groupId: createGroup.group.id, role: 'ADMIN' });
    await sql(`update groups set rule = '{"attributes":[{"name":"boss","anyOf":[true]}]}' where name = 'Bosses'`);
    const bosses = (name: string) =>
      `{"username":"${name}1","path":"emea","attributes":{"boss":true}}\n{"username":"${name}2","path":"emea"}`;
    const answer = await upload(service, delegate, 'format=json-lines', bosses('risen'));
    expect(await importAll(graphql.as(service, delegate), answer.import.id)).toMatchObject({
      created: 1,
      refused: 1,
      faults: [{ line: 1, field: 'attributes' }],
    });
    expect(await sql(`select username from users where username like 'risen%'`)).toEqual([{ username: 'risen2' }]);
    const again = await upload(service, token, 'format=json-lines', bosses('given'));
    expect(await importAll(admin, again.import.id)).toMatchObject({ created: 2, refused: 0 });
    expect(
      await sql(
        `select u.username from group_members m join users u on u.id = m.user_id where u.username like 'given%'`,
      ),
    ).toEqual([{ username: 'given1' }]);
  });

  test('what was taken from them between upload and start they no longer do', async () => {
    const answer = await upload(service, delegate, 'format=json-lines&path=emea', '{"username":"toolate"}');
    const { user } = await ok(admin('{ user(by: { username: "delegate" }) { id } }'));
    await graphql.assign(admin, { userId: user.id, role: 'Creator', on: { path: 'apac' } });
    await ok(
      admin('mutation ($i: UnassignRoleInput!) { unassignRole(input: $i) { errors { code message } } }', {
        i: { userId: user.id, role: 'Creator', on: { path: 'emea' } },
      }),
    );
    const refused = await start(graphql.as(service, delegate), answer.import.id);
    expect(graphql.codes(refused)).toEqual(['FORBIDDEN']);
    expect(await importOf(admin, answer.import.id)).toMatchObject({ status: 'READY' });
  });
});

describe('bounds', () => {
  test('a file that is too large is refused, and nothing of it is kept', async () => {
    const line = `{"username":"big","attributes":{"a":"${'x'.repeat(10_000)}"}}\n`;
    const answer = await upload(service, token, 'format=json-lines', line.repeat(120));
    expect(answer).toMatchObject({ status: 413, message: expect.stringContaining('1 MB') });
    expect(await sql(`select 1 from import_lines where username = 'big'`)).toEqual([]);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"username":"broken1"}\n'.repeat(1)));
        setTimeout(() => controller.error(new Error('gone')), 300);
      },
    });
    await expect(upload(service, token, 'format=json-lines', body)).rejects.toThrow();
    for (let tries = 0; tries < 50; tries += 1) {
      const left = await sql('select 1 from imports where uploaded_at is null');
      if (left.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await sql('select 1 from imports where uploaded_at is null')).toEqual([]);
    expect(await sql(`select 1 from import_lines where username like 'broken%'`)).toEqual([]);
  });

  test.each([
    ['an unknown format', 'format=xml', 415],
    ['no format', '', 415],
    ['a folder that is none', 'format=csv&path=/a', 400],
  ])('%s is refused', async (_name, query, status) => {
    expect((await upload(service, token, query, 'username\nx')).status).toBe(status);
  });

  test('only so many uploads wait at a time: the oldest makes room', async () => {
    await sql(`delete from imports where started_at is null`);
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1)
      statuses.push((await upload(service, token, 'format=json-lines', `{"username":"wait${n}"}`)).status);
    expect(statuses).toEqual(Array(11).fill(201));
    expect(await sql(`select count(*)::int as n from imports where started_at is null`)).toEqual([{ n: 10 }]);
  });

  test('nothing of this was a fault', () => {
    expect(service.log()).not.toMatch(/"level":(50|60)/);
  });
});
