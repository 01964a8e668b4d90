/** Files as other systems write them: each gives the users it means, and what cannot be read is refused, never guessed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { signIn } from '../../../src/tools/oidc-flow';
import { ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { adminToken } from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';
import { importAll, upload, type Uploaded } from '../../support/upload';

const fixture = (name: string) => readFileSync(path.resolve(__dirname, '../../support/fixtures/foreign', name), 'utf8');

let world: WithWeb;
let token: string;
beforeAll(async () => {
  world = await startWithWeb();
  token = await adminToken(world.service);
}, 60_000);
afterAll(() => world?.stop());
// Only so many uploads may wait.
afterEach(() => world.sql('delete from imports where started_at is null'));

const send = (query: string, file: string | Buffer, headers: Record<string, string> = {}) =>
  upload(world.service, token, query, file, headers);
const create = async (answer: Uploaded) => {
  expect(answer).toMatchObject({ status: 201 });
  expect(await importAll(world.admin, answer.import.id)).toMatchObject({
    status: 'DONE',
    created: answer.import.ready,
  });
};
const faultsOf = ({ import: { faults } }: Uploaded) =>
  faults.map(({ line, field }: Record<string, unknown>) => [line, field]);
const userNamed = async (username: string) =>
  (
    await ok(
      world.admin(
        'query ($u: String!) { user(by: { username: $u }) { username email emailVerified name type status attributes createdAt } }',
        { u: username },
      ),
    )
  ).user;
const previousIdOf = async (username: string) =>
  (
    await world.sql<{ id: string }>(
      'select p.previous_id as id from previous_ids p join users u on u.id = p.user_id where u.username_key = $1',
      username,
    )
  ).map(({ id }) => id);
const rowOf = async (username: string) =>
  (
    await world.sql<{ hash: string | null; mustChange: boolean; mustVerify: boolean }>(
      `select p.hash, u.password_change_required_at is not null as "mustChange", u.email_verification_required_at is not null as "mustVerify"
       from users u left join passwords p on p.user_id = u.id where u.username_key = $1`,
      username,
    )
  )[0];
const signInAs = (username: string, password: string) =>
  signIn({ ...world.web, redirectUri: REDIRECT_URI, username, password, scope: 'openid self' });

describe('CSV', () => {
  test('a quote inside a cell is a letter like any other', async () => {
    await create(await send('format=csv', 'username,name\nmara,Mara "Mo" Lind\nnils,Nils Berg\n'));
    expect(await userNamed('mara')).toMatchObject({ name: 'Mara "Mo" Lind' });
    expect(await userNamed('nils')).toMatchObject({ name: 'Nils Berg' });
  });

  test('the file of Excel: sep=, its names of columns, columns and rows without content', async () => {
    const answer = await send('format=csv', 'sep=;\r\nUsername;E-mail;\r\nkaja;kaja@example.com;\r\n;;\r\n');
    expect(answer.import).toMatchObject({ lines: 1, ready: 1 });
    await create(answer);
    expect(await userNamed('kaja')).toMatchObject({ email: 'kaja@example.com' });
  });

  test('columns by other names and in any case', async () => {
    const head =
      'User name,E-Mail Address,Email Verified,Full Name,Folder,Attributes.Team,Active,Password-Hash,Created At';
    const answer = await send('format=csv', `${head}\nolga,olga@example.com,YES,Olga O.,emea,Blue,No,,1700000000000\n`);
    expect(answer.import.faults).toEqual([]);
    await create(answer);
    expect(await userNamed('olga')).toEqual({
      username: 'olga',
      email: 'olga@example.com',
      emailVerified: true,
      name: 'Olga O.',
      type: 'INTERNAL',
      status: 'DISABLED',
      attributes: { Team: 'Blue' },
      createdAt: '2023-11-14T22:13:20.000Z',
    });
  });

  test('cells with line breaks: lines are counted as an editor counts them', async () => {
    const file = 'username,attributes.address,name\r\nhanna,"Road 1\r\nTown",Hanna\r\nivo,x,"tab\there"\r\n';
    const answer = await send('format=csv', file);
    expect(faultsOf(answer)).toEqual([[4, 'name']]);
    await create(answer);
    expect(await userNamed('hanna')).toMatchObject({ attributes: { address: 'Road 1\r\nTown' }, name: 'Hanna' });
  });

  test.each(['\n', '\r\n', '\r'])('the line of a fault is the first one of its row, with %j', async (end) => {
    const file = ['username,name', 'l1,"a', 'b"', '', '"l2,x', 'l3,y', 'l4', 'l5,"x"y', 'l6,z', '"open,'].join(end);
    const answer = await send('format=csv', file);
    expect(answer.import).toMatchObject({ lines: 7, ready: 2 });
    expect(faultsOf(answer)).toEqual([
      [2, 'name'],
      [5, null],
      [7, null],
      [8, null],
      [10, null],
    ]);
  });

  test('a row that is too long takes no others with it', async () => {
    const answer = await send('format=csv', `username,name\nlong1,${'x'.repeat(300_000)}\nlong2,\nlong3,\n`);
    expect(answer.import).toMatchObject({ lines: 3, ready: 2 });
    expect(faultsOf(answer)).toEqual([[2, null]]);
  });

  test('a value in a column without a name is refused, and so are too many values', async () => {
    const answer = await send('format=csv', 'username,,name\nun1,,a\nun2,lost,b\nun3,,c,d\nun4,,e,\n');
    expect(faultsOf(answer)).toEqual([
      [3, null],
      [4, null],
    ]);
  });

  test('a header that is too long is refused, and no line takes its place', async () => {
    const answer = await send('format=csv', `username,${'x'.repeat(300_000)}\nusername\nx\n`);
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining('header') });
  });

  test('names of attributes with a meaning in JavaScript are names like others', async () => {
    await create(await send('format=csv', 'username,attributes.__proto__,attributes.constructor\nproto,a,b\n'));
    const attributes = (await userNamed('proto')).attributes as object;
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('encodings', () => {
  const CITY = 'username,email,attributes.city\r\nronja,ronja@example.com,Köln\r\nsvea,,Malmö – „€“\r\n';
  const inWindows1252 = Buffer.from(
    CITY.replace(/[–„€“]/g, (letter) => ({ '–': '\x96', '„': '\x84', '€': '\x80', '“': '\x93' })[letter]!),
    'latin1',
  );
  const utf16 = (bigEndian: boolean): Buffer => {
    const bytes = Buffer.from(`\uFEFF${CITY.replaceAll(',', '\t')}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };

  test('text that is not UTF-8 is refused by line, with what to do', async () => {
    const answer = await send('format=csv', inWindows1252);
    expect(faultsOf(answer)).toEqual([
      [2, 'attributes'],
      [3, 'attributes'],
    ]);
    expect(answer.import.faults[0].message).toContain('?encoding=windows-1252');
    expect(await send('format=csv', Buffer.from('username,attributes.stra\xdfe\nx,y', 'latin1'))).toMatchObject({
      status: 400,
      message: expect.stringContaining('?encoding=windows-1252'),
    });
    const json = Buffer.from('{"username":"json-k\xf6ln"}\n{"username":"a","attributes":{"\xfc":1}}', 'latin1');
    expect(faultsOf(await send('format=json-lines', json))).toEqual([
      [1, 'username'],
      [2, 'attributes'],
    ]);
  });

  test.each([
    ['windows-1252', 'format=csv&encoding=windows-1252', () => inWindows1252],
    ['UTF-16 as Excel writes it', 'format=csv', () => utf16(false)],
    ['UTF-16 with the other order of bytes', 'format=csv', () => utf16(true)],
    [
      'UTF-8 with its mark, whatever the parameter says',
      'format=csv&encoding=cp1252',
      () => Buffer.from(`\uFEFF${CITY}`),
    ],
  ])('%s', async (_name, query, file) => {
    await world.sql(`delete from users where username in ('ronja', 'svea')`);
    await create(await send(query, file()));
    expect(await userNamed('ronja')).toMatchObject({ attributes: { city: 'Köln' } });
    expect(await userNamed('svea')).toMatchObject({ attributes: { city: 'Malmö – „€“' } });
  });

  test('an unknown encoding is refused', async () => {
    expect(await send('format=csv&encoding=ebcdic', CITY)).toMatchObject({ status: 415 });
  });
});

describe('true and false', () => {
  test.each([
    ['true', true],
    ['TRUE', true],
    ['True', true],
    ['yes', true],
    ['on', true],
    ['1', true],
    [1, true],
    ['False', false],
    ['NO', false],
    ['0', false],
    [0, false],
    ['f', false],
    [false, false],
  ])('%j is read', async (value, flag) => {
    const username = `flag-${typeof value}-${String(value)}`;
    const [line, address] = [{ username, emailVerified: value, enabled: value }, `${username}@example.com`];
    await create(await send('format=json-lines', JSON.stringify({ ...line, email: address })));
    expect(await userNamed(username)).toMatchObject({ emailVerified: flag, status: flag ? 'ACTIVE' : 'DISABLED' });
  });

  test.each([['maybe'], ['truthy'], [2], ['1.0'], [[]], [{}], ['__proto__'], ['constructor']])(
    '%j is refused',
    async (value) => {
      const lines = ['emailVerified', 'disabled', 'enabled', 'active'].map((field) => ({
        username: field,
        [field]: value,
      }));
      const answer = await send('format=json-lines', lines.map((line) => JSON.stringify(line)).join('\n'));
      expect(faultsOf(answer)).toEqual([
        [1, 'emailVerified'],
        [2, 'disabled'],
        [3, 'enabled'],
        [4, 'active'],
      ]);
    },
  );

  test('fields that contradict each other are refused', async () => {
    const answer = await send('format=csv', 'username,enabled,disabled\ncon1,yes,yes\ncon2,yes,no\n');
    expect(faultsOf(answer)).toEqual([[2, 'disabled']]);
  });
});

describe('SCIM', () => {
  test('flags as text, and names in any case', async () => {
    await create(await send('format=scim', fixture('scim-text-flags.json')));
    expect(await userNamed('left-in-march')).toMatchObject({ status: 'DISABLED', email: 'work@example.com' });
    expect(await userNamed('left-in-april')).toMatchObject({ status: 'DISABLED' });
  });

  test('names of parts and of schemas in any case too; what is no flag, or is there twice, is refused', async () => {
    const users = [
      {
        SCHEMAS: ['URN:ietf:params:scim:schemas:CORE:2.0:user'],
        ...{ USERNAME: 'scim-caps', Name: { GivenName: 'Cap', FAMILYNAME: 'Tain' } },
        Emails: [{ Value: 'a@example.com' }, { VALUE: 'scim-caps@example.com', Primary: 'TRUE' }],
        'urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User': { Department: 'Sea' },
        Meta: { Created: '2019-03-01T09:30:00Z' },
      },
      { userName: 'scim-never', active: 'never' },
      { userName: 'scim-primary', emails: [{ value: 'x@example.com', primary: 'first' }] },
      { userName: 'scim-twice', active: true, Active: false },
    ];
    const answer = await send('format=scim', JSON.stringify({ resources: users }));
    expect(faultsOf(answer)).toEqual([
      [2, 'active'],
      [3, 'primary'],
      [4, 'active'],
    ]);
    await create(answer);
    expect(await userNamed('scim-caps')).toMatchObject({
      ...{ name: 'Cap Tain', email: 'scim-caps@example.com', attributes: { department: 'Sea' } },
      createdAt: '2019-03-01T09:30:00.000Z',
    });
  });
});

describe('Keycloak', () => {
  test('an export of all realms in which one has users', async () => {
    await create(await send('format=keycloak', fixture('keycloak-all-realms.json')));
    expect(await userNamed('works-ida')).toMatchObject({ email: 'ida@example.com', status: 'ACTIVE' });
  });

  test('with users in several realms, one has to be chosen', async () => {
    const realms = ['north', 'south'].map((realm) => ({
      ...{ id: realm, realm, users: [{ username: `${realm}-1` }, { username: `${realm}-2` }] },
      components: { users: [{ username: 'no user' }] },
    }));
    for (const file of [JSON.stringify(realms), realms.map((realm) => JSON.stringify(realm)).join('\n')]) {
      expect(await send('format=keycloak', file)).toMatchObject({
        status: 400,
        message: expect.stringMatching(/north, south.*\?realm=/),
      });
      expect(await send('format=keycloak&realm=west', file)).toMatchObject({
        status: 400,
        message: expect.stringContaining('north, south'),
      });
      expect((await send('format=keycloak&realm=south', file)).import).toMatchObject({ lines: 2, ready: 2 });
    }
    expect(await world.sql('select 1 from import_lines where username like $1', 'north%')).toEqual([]);
    await create(await send('format=keycloak&realm=south', JSON.stringify(realms)));
    expect(await userNamed('south-2')).not.toBeNull();
    expect(await userNamed('north-1')).toBeNull();
  });

  test('passwords of versions 1 to 26 and of providers of bcrypt; ids, times and actions; nothing is guessed', async () => {
    const answer = await send('format=keycloak', fixture('keycloak-realm-users-0.json'));
    expect(faultsOf(answer)).toEqual([
      [5, 'enabled'],
      [6, 'firstName'],
      [7, 'credentials'],
    ]);
    await create(answer);
    await create(await send('format=keycloak', fixture('keycloak-3.json')));
    expect(await userNamed('kc26-argon2')).toMatchObject({
      ...{ name: 'Kay Cloak', emailVerified: true, attributes: { locale: 'de' } },
      createdAt: '2023-11-14T22:13:20.000Z',
    });
    expect(await previousIdOf('kc26-argon2')).toEqual(['9f1f7d54-1d3b-4a6b-a2c6-000000000001']);
    expect(await rowOf('kc26-argon2')).toMatchObject({ mustChange: true });
    expect(await userNamed('kc-off-text')).toMatchObject({ status: 'DISABLED' });
    for (const username of ['kc-bcrypt', 'kc-1-sha1']) await signInAs(username, PASSWORD);
    expect((await rowOf('old-otto'))!.hash).toMatch(/^\$pbkdf2-sha256\$i=27500\$c2l4dGVlbiBieXRlcyBvZg\$yf\+dMKiP/);
    await expect(signInAs('old-olga', 'another horse battery staple')).rejects.toThrow();
    await signInAs('old-olga', PASSWORD);
    expect((await rowOf('old-olga'))!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
  });

  test('a password that cannot be taken: refused, or on demand created without one', async () => {
    const file = fixture('keycloak-plain-password.json');
    const refused = await send('format=keycloak', file);
    expect(refused.import).toMatchObject({ ready: 0, faults: [{ line: 1, field: 'password' }] });
    expect(refused.import.faults[0].message).toContain('?passwords=omit');
    await create(await send('format=keycloak&passwords=omit', file));
    expect(await rowOf('dev-dora')).toEqual({ hash: null, mustChange: true, mustVerify: false });
    const hashes = ['{"username":"md5","passwordHash":"$1$abcdefgh$G4RiG7eXHy1nLIrBAv7Zh1"}'];
    expect(faultsOf(await send('format=json-lines', hashes[0]!))).toEqual([[1, 'passwordHash']]);
    await create(await send('format=json-lines&passwords=omit', hashes[0]!));
    expect(await rowOf('md5')).toEqual({ hash: null, mustChange: true, mustVerify: false });
    expect(await send('format=json-lines&passwords=maybe', hashes[0]!)).toMatchObject({ status: 400 });
  });
});

describe('others', () => {
  const FIREBASE = new URLSearchParams({
    ...{ format: 'firebase', saltSeparator: 'Bw==', rounds: '8', memCost: '14' },
  }).toString();
  const HASH_KEY = {
    'castellan-hash-key': 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
  };

  test('Auth0', async () => {
    const answer = await send('format=auth0', fixture('auth0-export.ndjson'));
    expect(faultsOf(answer)).toEqual([
      [5, 'passwordHash'],
      [6, 'blocked'],
    ]);
    await create(answer);
    expect(await userNamed('a0-ada')).toMatchObject({
      ...{ email: 'a0-ada@example.com', emailVerified: true, name: 'Ada Lovelace', status: 'ACTIVE' },
      attributes: { nickname: 'ada', app_metadata: { plan: 'gold' }, user_metadata: { colour: 'blue' } },
      createdAt: '2020-10-06T15:34:31.612Z',
    });
    expect(await previousIdOf('a0-ada')).toEqual(['auth0|5f7c8ec7c33c6c004bbafe82']);
    expect(await userNamed('a0-bob@example.com')).toMatchObject({ status: 'DISABLED', name: 'Bob Berg' });
    expect(await previousIdOf('a0-carol@example.com')).toEqual(['auth0|60425dc43519d90068f82973']);
    for (const username of ['a0-carol@example.com', 'a0-dave@example.com']) await signInAs(username, PASSWORD);
    const list = JSON.stringify([{ email: 'a0-list@example.com' }]);
    expect((await send('format=auth0', list)).import).toMatchObject({ ready: 1 });
  });

  test('Firebase, as JSON and as CSV', async () => {
    const json = fixture('firebase-users.json');
    expect(faultsOf(await send('format=firebase', json))).toEqual([
      [1, 'passwordHash'],
      [3, null],
    ]);
    const answer = await send(FIREBASE, json, HASH_KEY);
    expect(faultsOf(answer)).toEqual([[3, null]]);
    await create(answer);
    await create(await send(FIREBASE, fixture('firebase-users.csv'), HASH_KEY));
    for (const username of ['fb-ada@example.com', 'fbc-ada@example.com']) {
      expect(await userNamed(username)).toMatchObject({
        ...{ email: username, emailVerified: true, status: 'ACTIVE', name: expect.stringContaining('Lovelace') },
        attributes: { role: 'editor', phoneNumber: expect.stringMatching(/^\+4930/) },
        createdAt: '2017-02-05T19:52:46.000Z',
      });
      await expect(signInAs(username, 'user2password')).rejects.toThrow();
      await signInAs(username, 'user1password');
      expect((await rowOf(username))!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    }
    expect(await previousIdOf('fb-ada@example.com')).toEqual(['q1w2e3r4t5y6u7i8o9p0']);
    expect(await userNamed('fbc-bob@example.com')).toMatchObject({ status: 'DISABLED', name: 'Bob "B" Berg' });
    expect(await send(FIREBASE, json, { 'castellan-hash-key': 'short' })).toMatchObject({ status: 400 });
    // URLs are logged.
    expect(await send(`${FIREBASE}&hashKey=secret`, json)).toMatchObject({ status: 400 });
  });

  test('Okta', async () => {
    const answer = await send('format=okta', fixture('okta-users.json'));
    expect(faultsOf(answer)).toEqual([[6, 'status']]);
    await create(answer);
    expect(await userNamed('okta-isaac@example.com')).toMatchObject({
      ...{ email: 'okta-isaac@example.com', emailVerified: false, name: 'Isaac Brock', status: 'ACTIVE' },
      attributes: { mobilePhone: '555-415-1337', department: 'Sales' },
      createdAt: '2013-06-24T16:39:18.000Z',
    });
    expect(await previousIdOf('okta-isaac@example.com')).toEqual(['00ub0oNGTSWTBKOLGLNR']);
    expect(await userNamed('okta-gone@example.com')).toMatchObject({ status: 'DISABLED' });
    expect(await rowOf('okta-hash@example.com')).toMatchObject({
      mustChange: true,
      hash: expect.stringMatching(/^\$2a/),
    });
    for (const username of ['okta-pbkdf2', 'okta-sha']) await signInAs(username, PASSWORD);
  });

  test('Cognito', async () => {
    await create(await send('format=cognito', fixture('cognito-users.json')));
    expect(await userNamed('cog-ada@example.com')).toMatchObject({
      ...{ email: 'cog-ada@example.com', emailVerified: true, name: 'Ada Lovelace', status: 'ACTIVE' },
      attributes: { phone_number: '+12065551212', costCentre: '7' },
      createdAt: '2023-07-21T23:07:37.949Z',
    });
    expect(await previousIdOf('cog-ada@example.com')).toEqual(['d16b4aa8-8633-4abd-93b3-5062a8e1b5f8']);
    expect(await userNamed('cog-bob')).toMatchObject({ status: 'DISABLED', createdAt: '2023-07-21T23:07:37.949Z' });
    expect(await rowOf('cog-carol')).toMatchObject({ mustVerify: true });
  });
});

test('hashes of ten systems: each is verified once and replaced', async () => {
  const hashes = [
    'pbkdf2_sha256$2000$nwecW5LLzdgE$3mwDV0yWcm0qMm9X0qeL8KO93cXvwbP6YHKEcrTM4pY=',
    '$P$HqqxwH.P04uuVbp9kHWyRyBAEC6v77/',
    '$6$rounds=1000$GuKtu9cW7Rqu.S6l$dl4bSo7jrwtfxiz5y3G5PQ/2kiKijnBjVb9e5ffFKarhhfiAvizgiYzGiQ.EoiT4kJ9EI.LFUHOFRcxZNcIqk/',
    '$pbkdf2$2000$O8c4R2htzfn/31uL8Z6TMg$u95XlHz7uBesRQltZ4OpEWx0tbo',
    '{PBKDF2-SHA256}10000$MDEyMzQ1Njc4OWFiY2RlZg$2XbyJuUfeNf7J5IofDHAI0yx3vNPZcpVZ6twBUToarE',
    'AQAAAAEAACcQAAAAEDAxMjM0NTY3ODlhYmNkZWbZdvIm5R941/snkih8McAjTLHe809lylVnq3AFROhqsQ==',
    '$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$S5NGJhnkp9+mszzZktTYxOAzhCWLNXaMGUcHbafeImI',
    '$scrypt$ln=10,r=8,p=1$kjIm5ByjdA6htJayNub8nw$dxEMin4sbJu8JgZqDXWp+51/Vyh0+sajT868b8FtNaM',
    '$wp$2y$06$RAwU6Duf1N4.OhTl8hNgpuAywU8TEC33FpK3D6v69cZiSDo7ua.qa',
    '$argon2id$v=16$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0$3wPJIt+rFuSrhRXwHxc3dUeCjttrs224m5xZNz5liP0',
  ];
  const lines = hashes.map((passwordHash, i) => JSON.stringify({ username: `hash-0${i}`, passwordHash }));
  const answer = await send('format=json-lines', lines.join('\n'));
  expect(answer.import).toMatchObject({ ready: 10 });
  await create(answer);
  for (let i = 0; i < hashes.length; i += 1) {
    await signInAs(`hash-0${i}`, 'correct horse battery 42');
    expect((await rowOf(`hash-0${i}`))!.hash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
  }
});

test('nothing of this was a fault', () => {
  expect(world.service.log()).not.toMatch(/"level":(50|60)/);
});
