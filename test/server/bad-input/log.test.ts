/** What people are and know is not in the log, whatever fails while it is written: faults of the database on every path, with marked values. */
import { setTimeout as sleep } from 'node:timers/promises';
import { clientRequest } from '../../../src/tools/oidc-flow';
import { createLogger, loggable } from '../../../src/platform/logger';
import * as graphql from '../../support/graphql';
import { as, post, sql, type Ask } from '../../support/graphql';
import { startService, type Service } from '../../support/service';
import { QueryFailedError } from 'typeorm';

const MARK = 'zqxmarkzqx';
let service: Service;
let token: string;
let admin: Ask;
let person: graphql.Person;
let userToken: string;
let web: graphql.Registered;

beforeAll(async () => {
  service = await startService({
    env: { LOG_LEVEL: 'debug', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'a@example.com' },
  });
  token = await graphql.adminToken(service);
  admin = as(service, token);
  person = await graphql.createPerson(admin, 'alice');
  web = await graphql.webApplication(service, admin);
  userToken = (await graphql.tokensOf(web, 'alice', 'openid self')).access_token;
});
afterAll(() => service?.stop());

/** Every way in which PostgreSQL tells of the values that a statement was given. */
const FAULTS: Record<string, string> = {
  detail: `raise exception 'it failed' using errcode = '23505', detail = 'Failing row contains ' || new::text`,
  message: `raise exception 'invalid input: "%"', new::text using errcode = '22P02'`,
  hint: `raise exception 'it failed' using errcode = 'XX000', hint = new::text`,
  where: `execute format('select %L::int', new::text)`,
};
const TABLES = ['users', 'passwords', 'tokens', 'events', 'mails', 'imports', 'import_lines', 'links', 'applications'];

const failing = async (how: string, work: () => Promise<void>) => {
  await sql(
    service.databaseUrl,
    `create function fail_with_row() returns trigger language plpgsql as $$ begin ${how}; return new; end $$`,
  );
  for (const table of TABLES)
    await sql(
      service.databaseUrl,
      `create trigger fail_with_row before insert or update on ${table} for each row execute function fail_with_row()`,
    );
  try {
    await work();
  } finally {
    await sql(service.databaseUrl, 'drop function fail_with_row() cascade');
  }
};

const everything = async (): Promise<void> => {
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const ask = (who: string | null, query: string, input: Record<string, unknown>) =>
    post(
      service,
      JSON.stringify({ query, variables: { input } }),
      who === null ? {} : { authorization: `Bearer ${who}` },
    );
  const mutation = (name: string) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    return `mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`;
  };
  for (let time = 0; time < 2; time += 1) {
    await ask(token, mutation('createUser'), {
      username: `${MARK}${time}`,
      email: `${MARK}@example.com`,
      name: MARK,
      password: `${MARK} ${MARK} long enough`,
      attributes: { [MARK]: MARK },
    });
    await ask(token, mutation('updateUser'), { userId: person.id, name: MARK, attributes: { a: MARK } });
    await ask(token, mutation('setUserPassword'), { userId: person.id, password: `${MARK} another long one` });
    await ask(userToken, mutation('changeMyPassword'), {
      currentPassword: graphql.PASSWORD,
      newPassword: `${MARK} another long one`,
    });
    await ask(token, mutation('createApplication'), {
      name: MARK,
      kind: 'WEB',
      redirectUris: [`https://${MARK}.example/`],
    });
    await ask(null, mutation('requestPasswordReset'), { email: 'alice@example.com' });
    await ask(token, mutation('lockdownUser'), { userId: person.id, reason: MARK });
    await fetch(`${service.address}/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: `username,email,name\n${MARK},${MARK}@example.com,${MARK}\n`,
    });
    await clientRequest(
      `${service.address}/oidc/token`,
      { clientId, clientSecret },
      { grant_type: 'client_credentials', scope: 'admin' },
    );
    await graphql.tokensOf(web, 'alice', 'openid self').catch(() => null);
    // As a parameter of a statement that reads.
    await admin('query ($f: UserFilter) { users(filter: $f) { totalCount } }', { f: { search: MARK } });
  }
};

test.each(Object.entries(FAULTS))('the row in the %s of an error', async (_name, how) => {
  const before = service.log().length;
  await failing(how, everything);
  await sleep(100);
  const log = service.log().slice(before);
  expect(log).toMatch(/"level":50/);
  const lines = log.split('\n').filter((line) => /"level":(40|50|60)/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  for (const secret of [MARK, 'alice@example.com', '$argon2id', token, userToken, service.client.client_secret])
    expect(lines.filter((line) => line.includes(secret)).slice(0, 1)).toEqual([]);
  expect(log).not.toContain(MARK);
  for (const line of lines) expect(line).not.toMatch(/"(parameters|detail|hint|where|internalQuery|query)":/);
});

test('a statement that names what is not there', async () => {
  await sql(service.databaseUrl, 'alter table users rename column name to elsewhere');
  try {
    await everything();
  } finally {
    await sql(service.databaseUrl, 'alter table users rename column elsewhere to name');
  }
  await sleep(100);
  expect(service.log()).not.toContain(MARK);
});

describe('an error, wherever it stands', () => {
  const driverError = Object.assign(new Error(`invalid input syntax for type uuid: "${MARK}"`), {
    ...{ code: '22P02', severity: 'ERROR', detail: MARK, hint: MARK, where: MARK, internalQuery: MARK, table: 'users' },
  });
  const failed = new QueryFailedError(`select '${MARK}'`, [MARK], driverError);
  const errors: [string, unknown][] = [
    ['itself', failed],
    ['a cause', new Error('it failed', { cause: failed })],
    ['an original error', Object.assign(new Error('it failed'), { originalError: failed })],
    ['one of several', new AggregateError([failed, new Error('another')], 'several failed')],
    ['deep below', new Error('1', { cause: new Error('2', { cause: new AggregateError([failed], '3') }) })],
    ['in a ring', Object.assign(failed, { cause: failed })],
    ['no error', MARK],
    ['an object', { parameters: [MARK], toString: () => MARK }],
    [
      'a parser’s',
      (() => {
        try {
          return JSON.parse(`{"a": ${MARK}}`) as unknown;
        } catch (error) {
          return error;
        }
      })(),
    ],
    [
      'a mail server’s',
      Object.assign(new Error(`rejected: 550 <${MARK}@example.com>`), { responseCode: 550, rejected: [MARK] }),
    ],
  ];
  test.each(errors)('%s', (_name, error) => {
    expect(JSON.stringify(loggable(error))).not.toContain(MARK);
    // One that is no error is written as it is by whoever logs it: it is not for the serializer to guess.
    const written: string[] = [];
    const logger = createLogger('info', { write: (line: string) => void written.push(line) });
    if (!(error instanceof Error)) return;
    logger.error({ err: error }, 'failed');
    logger.error({ error, other: 1 }, 'failed');
    logger.error(error);
    expect(written).toHaveLength(3);
    expect(written.join('')).not.toContain(MARK);
    for (const line of written) expect(line).toContain('"stack"');
  });
});
