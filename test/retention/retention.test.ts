/** Retention, rule by rule: what has been over for long enough goes, in batches; what has not, or what something still needs, stays. */
import type { Database } from '../../src/database/database';
import { statements } from '../../src/database/data-source';
import { dropPartitions, ensurePartitions } from '../../src/database/partitions';
import { readSetting } from '../../src/core/setting/settings';
import { lowestIdAt, newId } from '../../src/platform/random';
import { BATCH, removeDue } from '../../src/retention/remove';
import { composedModules } from '../../src/app/modules';
import type { RetentionRule } from '../../src/core/module/retention';
import { type InProcess, startInProcess } from '../support/in-process';

let service: InProcess;
let database: Database;
beforeAll(async () => {
  service = await startInProcess();
  ({ database } = service);
});
afterEach(() =>
  database.query(
    `truncate ${composedModules.retention.map(({ table }) => table).join(', ')}, revocation_items, users cascade`,
  ),
);
afterAll(() => service.stop());

const USER = newId();
const APPLICATION = newId();
beforeAll(async () => {
  await database.query(
    `insert into applications (id, name, client_id, kind, created_at, updated_at) values ($1, 'App', 'app', 'WEB', now(), now())`,
    [APPLICATION],
  );
});

const named = (name: string): RetentionRule => composedModules.retention.find((rule) => rule.name === name)!;
const keepDays = async ({ keepFor: keep }: RetentionRule) => (keep === 0 ? 0 : readSetting(database, keep));

/** Rows of each table that lack nothing that the table asks for. */
const FAMILY = (id: string, expires: string, { session = 'null', consent = 'gen_random_uuid()', link = 'null' } = {}) =>
  `insert into token_families (id, user_id, application_id, client_id, session_id, consent_id, device_link_id, user_epoch, application_epoch, created_at, expires_at)
   values (${id}, '${USER}', '${APPLICATION}', 'app', ${session}, ${consent}, ${link}, 0, 0, now(), ${expires})`;
const TOKEN = (
  id: string,
  expires: string,
  {
    family = 'gen_random_uuid()',
    session = 'null',
    user = `'${USER}'`,
    application = `'${APPLICATION}'`,
    device = 'null',
    link = 'null',
  } = {},
) =>
  `insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch, application_epoch, created_at, expires_at)
   values (${id}, sha256(gen_random_uuid()::text::bytea), 'REFRESH', ${family}, ${user}, ${application}, 'app', ${device}, ${link}, ${session}, gen_random_uuid(), 0, 0, now(), ${expires})`;
const GRANT = (
  id: string,
  expires: string,
  { family = 'gen_random_uuid()', user = `'${USER}'`, application = `'${APPLICATION}'` } = {},
) =>
  `insert into access_grants (id, hash, family_id, user_id, application_id, client_id, user_epoch, application_epoch, payload, created_at, expires_at)
   values (${id}, sha256(gen_random_uuid()::text::bytea), ${family}, ${user}, ${application}, 'app', 0, 0, '{}', now(), ${expires})`;
const SESSION = (id: string, expires: string, { user = `'${USER}'`, device = 'null', link = 'null' } = {}) =>
  `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, created_at, authenticated_at, last_seen_at, expires_at)
   values (${id}, gen_random_uuid()::text, sha256(gen_random_uuid()::text::bytea), ${user}, 0, ${device}, ${link}, 'LINUX', now(), now(), now(), ${expires})`;
const CONSENT = (id: string, revoked: string, expires = 'null') =>
  `insert into consents (id, user_id, application_id, created_at, updated_at, revoked_at, expires_at)
   values (${id}, '${USER}', '${APPLICATION}', now(), now(), ${revoked}, ${expires})`;
const LINK = (id: string, ended: string) =>
  `insert into device_links (id, user_id, device_id, connected_at, last_seen_at, ended_at) values (${id}, '${USER}', gen_random_uuid(), now(), now(), ${ended})`;
const PERSON = (id: string) =>
  `insert into users (id, username, username_key, created_at, updated_at, disabled_at) values (${id}, ${id}::text, ${id}::text, now(), now(), now())`;
const AUTHENTICATOR = (id: string, ended: string, link = 'gen_random_uuid()') =>
  `insert into authenticators (id, user_id, device_link_id, kind, name, public_jwk, thumbprint, created_at, ended_at)
   values (${id}, '${USER}', ${link}, 'PIN', 'PIN', '{}', gen_random_uuid()::text, now(), ${ended})`;
/** What created it has one id here, whichever kind it is. */
const EDGE = (id: string, created: string, source = 'null') =>
  `insert into derived_credentials (id, kind, credential_id, user_id, token_id, session_id, family_id, source_id, created_at)
   values (${id}, 'API_TOKEN', gen_random_uuid(), '${USER}', ${id}, ${id}, ${id}, ${source}, ${created})`;
const RECEIPT = (id: string, requested: string, counts = `'{}'`) =>
  `insert into revocations (id, action, requested_at, target_type, target_id, counts) values (${id}, 'x', ${requested}, 'User', gen_random_uuid(), ${counts})`;
const ITEM = (receipt: string, item: string) =>
  `insert into revocation_items (revocation_id, item_id, type) values (${receipt}, ${item}, 'X')`;
const EVENT = (id: string, at: string, receipt = 'null') =>
  `insert into events (id, type, outcome, occurred_at, revocation_id) values (${id}, 'SIGN_IN', 'SUCCESS', ${at}, ${receipt})`;

const FRESH = `now() + interval '1 hour'`;
/** Something that is there and is the credential. */
const isCredential =
  (insert: (id: string) => string) =>
  (edge: string): string[] => {
    const id = another();
    return [`update derived_credentials set credential_id = ${id} where id = ${edge}`, insert(id)];
  };
/** The id of something made an hour before this. */
const idBefore = (time: string) =>
  `(lpad(to_hex((extract(epoch from ${time} - interval '1 hour') * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;

interface Case {
  /** The key of a row in its table. */
  key?: string;
  /** Writes a row of this key that is over since then; null is never. */
  insert(key: string, over: string): string[];
  /** What needs a row of this key that is over since then. */
  needs?: Record<string, (key: string, over: string) => string[]>;
  /** Rows that are not over, besides one that will be tomorrow. */
  alive?: (key: string) => string[];
}

const another = () => `'${newId()}'`;
const itemOf = (insert: (id: string) => string) => (key: string) => {
  const id = another();
  return [insert(id), ITEM(key, id)];
};

const CASES: Record<string, Case> = {
  interactions: {
    key: `encode(x.id_hash, 'escape')`,
    insert: (key, over) => [
      `insert into oidc_artifacts (model, id_hash, payload, created_at, expires_at) values ('Interaction', ${key}::text::bytea, '', now(), ${over})`,
    ],
    alive: (key) => [
      `insert into oidc_artifacts (model, id_hash, payload, created_at) values ('Interaction', ${key}::text::bytea, '', now())`,
    ],
  },
  'device authorizations': {
    insert: (key, over) => [
      `insert into device_authorizations (id, hash, user_code_hash, application_id, client_id, payload, created_at, expires_at)
       values (${key}, sha256(${key}::text::bytea), sha256(${key}::text::bytea), '${APPLICATION}', 'c', '{}', now(), ${over})`,
    ],
  },
  'application secrets': {
    insert: (key, over) => [
      `insert into application_secrets (id, application_id, hash, created_at, expires_at) values (${key}, '${APPLICATION}', '', now(), ${over})`,
    ],
    alive: (key) => [
      `insert into application_secrets (id, application_id, hash, created_at) values (${key}, '${APPLICATION}', '', now() - interval '9 years')`,
    ],
  },
  plans: {
    insert: (key, over) => [
      `insert into revocation_plans (id, token_hash, caller, action, input, counts, digest, created_at, expires_at)
       values (${key}, sha256(${key}::text::bytea), 'me', 'x', '{}', '{}', '', now(), ${over})`,
    ],
  },
  'authentication requests': {
    insert: (key, over) => [
      `insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, challenge, payload, created_at, expires_at, kept_until)
       values (${key}, sha256(${key}::text::bytea), '${USER}', 0, '${APPLICATION}', 0, 'app', '{}', 'x', '{}', now(), now(), ${over})`,
    ],
  },
  invitations: {
    insert: (key, over) => [
      `insert into invitations (id, type, lifetime_seconds, created_at, expires_at) values (${key}, 'INTERNAL', 600, now(), ${over})`,
    ],
  },
  'lines of imports': {
    key: `x.import_id`,
    insert: (key, over) => [
      `insert into import_lines (import_id, line, username, username_key, email_verified, path, attributes, type, disabled, expires_at)
       values (${key}, 1, 'a', 'a', false, '', '{}', 'INTERNAL', false, ${over})`,
    ],
    // Of an import that runs.
    alive: (key) => [
      `insert into imports (id, format, created_at, started_at, expires_at) values (${key}, 'CSV', now(), now(), now())`,
      `insert into import_lines (import_id, line, username, username_key, email_verified, path, attributes, type, disabled, expires_at)
       values (${key}, 1, 'a', 'a', false, '', '{}', 'INTERNAL', false, now() - interval '9 days')`,
    ],
  },
  imports: {
    insert: (key, over) => [
      `insert into imports (id, format, created_at, expires_at) values (${key}, 'CSV', ${over}, now())`,
      `insert into import_faults (import_id, line, code, message) values (${key}, 1, 'CONFLICT', '')`,
    ],
    needs: {
      'a line': (key) => [
        `insert into import_lines (import_id, line, username, username_key, email_verified, path, attributes, type, disabled, expires_at)
         values (${key}, 1, 'a', 'a', false, '', '{}', 'INTERNAL', false, now())`,
      ],
    },
  },
  links: {
    insert: (key, over) => [
      `insert into links (id, user_id, purpose, created_at, expires_at) values (${key}, gen_random_uuid(), 'CONFIRMATION', now(), ${over})`,
    ],
  },
  throttles: {
    key: `encode(x.key, 'escape')`,
    insert: (key, over) => [`insert into throttles (key, count, expires_at) values (${key}::text::bytea, 1, ${over})`],
  },
  'known browsers': {
    insert: (key, over) => [
      `insert into known_browsers (id, user_id, hash, created_at, last_used_at, expires_at) values (${key}, '${USER}', ${key}::text::bytea, now(), now(), ${over})`,
    ],
  },
  mails: {
    insert: (key, over) => [
      `insert into mails (id, kind, address, created_at) values (${key}, 'CONFIRMATION', 'a@example.com', ${over})`,
    ],
  },
  challenges: {
    key: `encode(x.hash, 'escape')`,
    insert: (key, over) => [
      `insert into device_challenges (hash, user_id, device_link_id, created_at, expires_at) values (${key}::text::bytea, '${USER}', '${USER}', now(), ${over})`,
    ],
  },
  'challenges of passkeys': {
    key: 'x.authenticator_id',
    insert: (key, over) => [
      `insert into passkey_challenges (authenticator_id, user_id, hash, created_at, expires_at) values (${key}, '${USER}', '', now(), ${over})`,
    ],
  },
  'unconfirmed authenticator apps': {
    key: 'x.authenticator_id',
    insert: (key, over) => [
      `insert into totp_secrets (authenticator_id, user_id, seed, key_id, created_at, expires_at) values (${key}, '${USER}', '', 'x', now(), ${over})`,
    ],
    alive: (key) => [
      `insert into totp_secrets (authenticator_id, user_id, seed, key_id, created_at) values (${key}, '${USER}', '', 'x', now())`,
    ],
  },
  authenticators: {
    insert: (key, over) => [AUTHENTICATOR(key, over)],
    alive: (key) => [AUTHENTICATOR(key, 'null')],
  },
  'idempotency keys': {
    key: 'x.key',
    insert: (key, over) => [
      `insert into idempotency_keys (caller, key, action, input_hash, created_at) values ('me', ${key}, 'x', '', ${over})`,
    ],
  },
  'access grants': { insert: (key, over) => [GRANT(key, over)] },
  tokens: { insert: (key, over) => [TOKEN(key, over)] },
  'token families': {
    insert: (key, over) => [FAMILY(key, over)],
    needs: {
      token: (key) => [TOKEN(another(), FRESH, { family: key })],
      'access grant': (key) => [GRANT(another(), FRESH, { family: key })],
    },
  },
  sessions: {
    insert: (key, over) => [SESSION(key, over)],
    needs: {
      'token family': (key) => [FAMILY(another(), FRESH, { session: key })],
      token: (key) => [TOKEN(another(), FRESH, { session: key })],
    },
  },
  consents: {
    insert: (key, over) => [CONSENT(key, over)],
    needs: { 'token family': (key) => [FAMILY(another(), FRESH, { consent: key })] },
    alive: (key) => [CONSENT(key, 'null')],
  },
  'derived credentials': {
    insert: (key, over) => [EDGE(key, over)],
    needs: {
      'token that created it': (key) => [TOKEN(key, FRESH)],
      'session in which it was created': (key) => [SESSION(key, FRESH)],
      'token family': (key) => [FAMILY(key, FRESH)],
      'token that it is': isCredential((id) => TOKEN(id, FRESH)),
      'authenticator that it is': isCredential((id) => AUTHENTICATOR(id, 'null')),
      'user that it is': isCredential((id) => PERSON(id)),
      'credential that was created with it': isCredential((id) => EDGE(another(), FRESH, id)),
    },
  },
  'device links': {
    insert: (key, over) => [LINK(key, over)],
    needs: {
      session: (key) => [SESSION(another(), FRESH, { link: key })],
      token: (key) => [TOKEN(another(), FRESH, { link: key })],
      'token family': (key) => [FAMILY(another(), FRESH, { link: key })],
      authenticator: (key) => [AUTHENTICATOR(another(), 'null', key)],
    },
    alive: (key) => [LINK(key, 'null')],
  },
  'ends of epochs': {
    key: 'x.subject_id',
    insert: (key, over) => [
      `insert into epoch_ends (subject_id, epoch, ended_at, end_reason) values (${key}, 0, ${over}, 'REVOKED')`,
    ],
    needs: {
      'session of the user': (key, over) => [SESSION(idBefore(over), FRESH, { user: key })],
      'session on the device': (key, over) => [SESSION(idBefore(over), FRESH, { device: key })],
      'token of the user': (key, over) => [TOKEN(idBefore(over), FRESH, { user: key })],
      'token of the application': (key, over) => [TOKEN(idBefore(over), FRESH, { application: key })],
      'token on the device': (key, over) => [TOKEN(idBefore(over), FRESH, { device: key })],
      'access grant of the user': (key, over) => [GRANT(idBefore(over), FRESH, { user: key })],
      'access grant of the application': (key, over) => [GRANT(idBefore(over), FRESH, { application: key })],
    },
  },
  'stray events': {
    insert: (key, over) => [EVENT(key, over).replace(/values \([^,]+,/, `values (${idBefore(over)},`)],
    key: 'x.occurred_at::text',
  },
  receipts: {
    insert: (key, over) => [RECEIPT(key, over), ITEM(key, another()), ITEM(key, another())],
    needs: {
      event: (key) => [EVENT(another(), 'now()', key)],
      token: itemOf((id) => TOKEN(id, FRESH)),
      session: itemOf((id) => SESSION(id, FRESH)),
      'access grant': itemOf((id) => GRANT(id, FRESH)),
      consent: itemOf((id) => CONSENT(id, 'now()')),
      'device link': itemOf((id) => LINK(id, 'now()')),
      'user who is disabled': itemOf((id) => PERSON(id)),
    },
    alive: (key) => [RECEIPT(key, `now() - interval '9 years'`, 'null')],
  },
  'given-up jobs': {
    key: 'x.key',
    insert: (key, over) => [
      `select graphile_worker.add_job('settle', job_key => ${key})`,
      `update graphile_worker._private_jobs set attempts = max_attempts, updated_at = ${over} where key = ${key}`,
    ],
    alive: (key) => [
      `select graphile_worker.add_job('settle', job_key => ${key})`,
      `update graphile_worker._private_jobs set updated_at = now() - interval '9 years' where key = ${key}`,
    ],
  },
  'signing keys': {
    key: 'x.kid',
    insert: (key, over) => [
      `insert into signing_keys (kid, public_jwk, created_at, retired_at) values (${key}, '{}', now(), ${over})`,
    ],
    alive: (key) => [
      `insert into signing_keys (kid, public_jwk, created_at) values (${key}, '{}', now() - interval '9 years')`,
    ],
  },
};

test('every rule has its rows below', () => {
  expect(Object.keys(CASES).sort()).toEqual(composedModules.retention.map(({ name }) => name).sort());
  expect(new Set(composedModules.retention.map(({ name }) => name)).size).toBe(composedModules.retention.length);
});

test.each(composedModules.retention.map((rule) => [rule.name, rule] as const))('%s', async (name, rule) => {
  const { key: column = 'x.id', insert, needs = {}, alive } = CASES[name]!;
  const days = await keepDays(rule);
  const before = (interval: string) => `(now() - interval '${days} days' ${interval})`;
  const run = async (texts: string[]) => {
    for (const text of texts) await database.query(text);
  };
  const keys: Record<string, string> = {};
  const keyOf = (what: string) => (keys[what] = `'${newId()}'`);
  // Where there is no other key, the time is it.
  const over = async (time: string) =>
    column === 'x.occurred_at::text'
      ? `'${(await database.one<{ at: string }>(`select ${time}::text as at`))!.at}'::timestamptz`
      : time;
  const write = async (what: string, time: string) => {
    const key = keyOf(what);
    const at = await over(time);
    if (at !== time) keys[what] = at.replace('::timestamptz', '');
    await run(insert(key, at));
    return { key, at };
  };
  await write('due', before(`- interval '1 minute'`));
  await write('not yet due', before(`+ interval '1 minute'`));
  await write('not over', days === 0 ? FRESH : `now()`);
  if (alive) await run(alive(keyOf('alive')));
  for (const [what, need] of Object.entries(needs)) {
    const { key, at } = await write(`needed by a ${what}`, before(`- interval '1 minute'`));
    await run(need(key, at));
  }
  const found = async () => {
    const rows = await database.query<{ key: string }>(`select (${column})::text as key from ${rule.table} x`);
    const names = new Map(Object.entries(keys).map(([what, key]) => [key.slice(1, -1), what]));
    return new Set(rows.map(({ key }) => names.get(key)).filter(Boolean));
  };
  expect(await found()).toEqual(new Set(Object.keys(keys)));
  await removeDue(database, rule, days);
  expect(await found()).toEqual(new Set(Object.keys(keys).filter((what) => what !== 'due')));
  expect(await removeDue(database, rule, days)).toBe(0);
});

test('a consent that ran out is due by that', async () => {
  const [old, recent] = [newId(), newId()];
  // One of the two is revoked, since only one per user and application stands.
  await database.query(CONSENT(`'${old}'`, `now()`, `now() - interval '400 days'`));
  await database.query(CONSENT(`'${recent}'`, 'now()', `now() - interval '300 days'`));
  await removeDue(database, named('consents'), 365);
  const left = await database.query<{ id: string }>('select id from consents where id = any($1::uuid[])', [
    [old, recent],
  ]);
  expect(left).toEqual([{ id: recent }]);
});

test('a family of which no token came goes with its access grant', async () => {
  const family = newId();
  await database.query(FAMILY(`'${family}'`, `now() + interval '1 year'`));
  await database.query(GRANT(another(), `now() - interval '40 days'`, { family: `'${family}'` }));
  await removeDue(database, named('access grants'), 30);
  expect(await database.query('select 1 from token_families where id = $1', [family])).toEqual([]);
});

test('a family goes with the last of its tokens, long before it would have expired itself', async () => {
  const family = newId();
  const rows = () => database.query('select 1 from token_families where id = $1', [family]);
  await database.query(FAMILY(`'${family}'`, `now() + interval '1 year'`));
  await database.query(GRANT(another(), `now() - interval '100 days'`, { family: `'${family}'` }));
  await database.query(TOKEN(another(), `now() - interval '90 days'`, { family: `'${family}'` }));
  await database.query(TOKEN(another(), `now() - interval '10 days'`, { family: `'${family}'` }));
  await removeDue(database, named('access grants'), 30);
  await removeDue(database, named('tokens'), 30);
  expect(await rows()).toHaveLength(1);
  await removeDue(database, named('tokens'), 5);
  expect(await rows()).toHaveLength(0);
});

test.each(['access grants', 'tokens', 'token families', 'sessions', 'consents', 'authenticators', 'device links'])(
  'while a large receipt is not written out, the %s that it may hold stay',
  async (name) => {
    const [receipt, key] = [newId(), newId()];
    await database.query(RECEIPT(`'${receipt}'`, `now() - interval '41 days'`, 'null'));
    for (const text of CASES[name]!.insert(`'${key}'`, `now() - interval '40 days'`)) await database.query(text);
    expect(await removeDue(database, named(name), 30)).toBe(0);
    await database.query(`update revocations set counts = '{}' where id = $1`, [receipt]);
    expect(await removeDue(database, named(name), 30)).toBe(1);
  },
);

/** So many tokens that expired at one moment. */
const manyTokens = (n: number, days = 50) =>
  database.query(
    `insert into tokens (id, hash, kind, application_id, client_id, application_epoch, created_at, expires_at)
     select gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'ACCESS', $1, 'app', 0, now(), now() - $3 * interval '1 day' from generate_series(1, $2::int)`,
    [APPLICATION, n, days],
  );

test('removal goes in batches, each a short transaction, and steps past what is needed', async () => {
  await manyTokens(2 * BATCH + 100);
  const batches: number[] = [];
  const sent = statements.sent;
  await removeDue(database, named('tokens'), 30, (rows) => batches.push(rows));
  expect(batches).toEqual([BATCH, BATCH, 100]);
  // The time, and for each batch: begin, how to look, delete, commit.
  expect(statements.sent - sent).toBe(1 + 3 * 4);

  await database.query(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select gen_random_uuid(), 'many' || n, sha256(('many' || n)::bytea), $1, 0, 'LINUX', now(), now(), now(), now() - interval '200 days' + (n % 7) * interval '1 hour'
     from generate_series(1, ${BATCH + 500}) n`,
    [USER],
  );
  await database.query(
    `insert into token_families (id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, created_at, expires_at)
     select gen_random_uuid(), user_id, $1, 'app', id, gen_random_uuid(), 0, 0, now(), now() + interval '1 day' from sessions where uid ~ '^many.*0$'`,
    [APPLICATION],
  );
  const needed = (BATCH + 500) / 10;
  expect(await removeDue(database, named('sessions'), 90)).toBe(BATCH + 500 - needed);
  expect(await database.one(`select count(*) as n from sessions where uid like 'many%'`)).toEqual({ n: needed });
});

test('however much is due, each row is looked at once', async () => {
  const looked = async () => {
    await database.query('select pg_stat_force_next_flush()');
    return (await database.one<{ n: number }>(
      `select idx_tup_read as n from pg_stat_user_indexes where indexrelname = 'tokens_expires'`,
    ))!.n;
  };
  await manyTokens(12 * BATCH);
  await database.query(`update tokens set expires_at = expires_at - random() * interval '9 days'`);
  await database.query('vacuum analyze tokens');
  const before = await looked();
  expect(await removeDue(database, named('tokens'), 30)).toBe(12 * BATCH);
  expect((await looked()) - before).toBeLessThan(14 * BATCH);
});

test('the items of a large receipt go in batches too, before it', async () => {
  const id = newId();
  await database.query(RECEIPT(`'${id}'`, `now() - interval '9 years'`));
  await database.query(
    `insert into revocation_items (revocation_id, item_id, type) select $1, gen_random_uuid(), 'SESSION' from generate_series(1, ${BATCH + 1})`,
    [id],
  );
  const batches: number[] = [];
  await removeDue(database, named('receipts'), 365, (rows) => batches.push(rows));
  expect(batches).toEqual([BATCH, 2]);
  expect(await database.query('select 1 from revocation_items where revocation_id = $1', [id])).toEqual([]);
  expect(await database.query('select 1 from revocations where id = $1', [id])).toEqual([]);
});

test('what somebody holds is not waited for, and goes the next time', async () => {
  await manyTokens(3);
  const lock = await database.begin();
  const [held] = await lock.database.query<{ id: string }>(
    `select id from tokens where expires_at < now() - interval '30 days' limit 1 for no key update`,
  );
  expect(await removeDue(database, named('tokens'), 30)).toBe(2);
  await lock.rollback();
  expect(await database.query('select 1 from tokens where id = $1', [held!.id])).toHaveLength(1);
  expect(await removeDue(database, named('tokens'), 30)).toBe(1);
});

test('two at once share what is due', async () => {
  await manyTokens(BATCH + 1_000);
  const removed = await Promise.all([1, 2].map(() => removeDue(database, named('tokens'), 30)));
  expect(removed[0]! + removed[1]!).toBe(BATCH + 1_000);
});

describe('events', () => {
  const months = async () =>
    (
      await database.query<{ name: string }>(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass and c.relname <> 'events_default' order by 1`,
      )
    ).map(({ name }) => name);
  const at = (time: string) => {
    const id = lowestIdAt(new Date(time)).replace(/000000000000$/, newId().slice(-12));
    return database.query(EVENT(`'${id}'`, `'${time}'`));
  };
  const kept = async (time: string) =>
    (await database.query('select 1 from events where occurred_at = $1', [time])).length;

  test('have their partitions three months ahead, and months that are over go whole', async () => {
    await ensurePartitions(database, new Date('2031-11-20T00:00:00Z'));
    expect(await months()).toEqual(['events_2031_11', 'events_2031_12', 'events_2032_01', 'events_2032_02']);
    await at('2031-11-30T23:59:59Z');
    await at('2031-12-01T00:00:00Z');
    await dropPartitions(database, new Date('2031-11-30T23:59:59Z'));
    expect(await months()).toHaveLength(4);
    await dropPartitions(database, new Date('2031-12-01T00:00:00Z'));
    expect(await months()).toEqual(['events_2031_12', 'events_2032_01', 'events_2032_02']);
    expect([await kept('2031-11-30T23:59:59Z'), await kept('2031-12-01T00:00:00Z')]).toEqual([0, 1]);
    await ensurePartitions(database, new Date('2031-12-03T00:00:00Z'));
    expect((await months()).at(-1)).toBe('events_2032_03');
  });

  test('behind a long query nothing is dropped, and nobody waits for long', async () => {
    const reader = await database.begin();
    await reader.database.query('select count(*) from events');
    const began = performance.now();
    await expect(dropPartitions(database, new Date('2033-01-01T00:00:00Z'))).rejects.toThrow(/lock timeout/);
    expect(performance.now() - began).toBeLessThan(4_000);
    await reader.rollback();
    expect(await months()).not.toEqual([]);
    await dropPartitions(database, new Date('2033-01-01T00:00:00Z'));
    expect(await months()).toEqual([]);
  });
});
