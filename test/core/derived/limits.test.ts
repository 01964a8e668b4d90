/** What stands against ending derived credentials, moments at which they are created, and who can see where a credential comes from. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { decodeId, encodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { type DerivedWorld, derivedWorld, some } from '../../support/derived';
import { runTask, until } from '../../support/jobs';
import { mutate as ask, refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { type Service, startService } from '../../support/service';
import { settledCounts } from '../../support/settled';
import { enrolledTotp, strongTokens } from '../../support/totp';
import { importOf, start, upload } from '../../support/upload';

let service: Service;
let world: DerivedWorld;
let admin: graphql.Ask;
beforeAll(async () => {
  service = await startService();
  world = await derivedWorld(service);
  ({ admin } = world);
}, 60_000);
afterAll(() => service?.stop());

const rows = <Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
const edgesOf = (id: string) =>
  rows<{ kind: string }>('select kind from derived_credentials where credential_id = $1 order by id', id);

describe('whoever may not end all of it ends none of it', () => {
  it('is refused as a whole, and told of how many', async () => {
    const thief = await world.person('ADMIN');
    await world.apiToken(thief.by, await world.robot(admin));
    await world.robot(thief.by);
    const totp = await enrolledTotp(thief.by);
    const [role, name] = [world.newName().toUpperCase(), world.newName()];
    await graphql.createRole(admin, role, ['USERS_READ', 'SESSIONS_READ', 'TOKENS_REVOKE']);
    const clerk = await world.signedIn(await graphql.createPerson(admin, name, role), 'openid self account admin');
    const receipts = await rows('select 1 from revocations');
    const { errors } = await ask(clerk.by, 'revokeToken', { tokenId: thief.tokenId, includeDerived: true });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    // The account, and the app of somebody who holds more.
    expect(errors[0]!.message).toMatch(/not allowed to end 2 of the 3 things/);
    expect(await rows('select 1 from revocations')).toEqual(receipts);
    expect(await world.isActive(thief.accessToken)).toBe(true);
    expect(await rows('select 1 from authenticators where id = $1 and ended_at is null', idOf(totp.id))).toHaveLength(
      1,
    );
    const [denied] = await rows(`select details from events where type = 'ACCESS_DENIED' order by id desc limit 1`);
    expect(JSON.stringify(denied)).toContain('users:disable');
  });

  it('lets people end what is theirs with access to nothing but their own account', async () => {
    const owner = await world.person();
    const { secret } = await enrolledTotp(owner.by);
    const signingIn = async () => world.whoIs((await strongTokens(service, world.shop, owner, secret)).access_token);
    const [stolen, present] = [await signingIn(), await signingIn()];
    await mutate(stolen.by, 'createRecoveryCodes', {}, 'codes');
    const receipt = await world.receiptOf(
      'revokeSession',
      { sessionId: stolen.sessionId, includeDerived: true },
      present.by,
    );
    expect(some(receipt.counts)).toEqual({ sessions: 1, accessTokens: 1, authenticators: 1 });
  });

  it('does not let people end what is of others, though their own token created it', async () => {
    const former = await world.person('ADMIN');
    await world.robot(former.by);
    await mutate(admin, 'unassignRole', { userId: former.id, role: 'ADMIN' }, '__typename');
    const later = await world.signedIn(former);
    const { errors } = await ask(later.by, 'revokeToken', { tokenId: former.tokenId, includeDerived: true });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await refusal(later.by, 'revokeToken', { tokenId: former.tokenId })).toBeNull();
  });

  it('does not disable the caller, nor the last administrator', async () => {
    const first = await world.person('ADMIN');
    const created = await graphql.createPerson(first.by, world.newName());
    await graphql.assign(admin, { userId: created.id, role: 'ADMIN' });
    const second = await world.signedIn(created, 'openid self account admin');
    const input = { tokenId: first.tokenId, includeDerived: true };
    expect(await refusal(second.by, 'revokeToken', input)).toBe('SELF_ACTION');
    expect(await world.isActive(first.accessToken)).toBe(true);
    // Everybody else who administrates is disabled.
    const others = await rows<{ id: string }>(
      `select u.id from users u join user_roles ur on ur.user_id = u.id join roles r on r.id = ur.role_id
       where r.name = 'ADMIN' and u.id <> $1 and u.disabled_at is null`,
      idOf(created.id),
    );
    for (const { id } of others) await mutate(admin, 'disableUser', { userId: encodeId('User', id) }, '__typename');
    expect(await refusal(admin, 'revokeToken', input)).toBe('LAST_ADMINISTRATOR');
    for (const { id } of others) await mutate(admin, 'enableUser', { userId: encodeId('User', id) }, '__typename');
    expect(await refusal(admin, 'revokeToken', input)).toBeNull();
  });
});

const idOf = (publicId: string): string => decodeId(prefixes[publicId.slice(0, 3)]!, publicId)!;
const prefixes: Record<string, 'User' | 'Token' | 'Session' | 'Authenticator'> = {
  ...{ usr: 'User', tok: 'Token', ses: 'Session', atr: 'Authenticator' },
};

/** Holds something of the database while `work` runs. */
const holding = async (statement: string, values: unknown[], work: () => Promise<void>) => {
  const lock = new Client({ connectionString: service.databaseUrl });
  await lock.connect();
  try {
    await lock.query('begin');
    await lock.query(statement, values);
    await work();
    await lock.query('rollback');
  } finally {
    await lock.end();
  }
};
const waiting = async (n: number) =>
  until(
    async () =>
      (await rows(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
        .length >= n,
    `${n} requests wait`,
  );
const tokenFor = (by: graphql.Ask, userId: string, more: object = {}) => {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  return ask(
    by,
    'createApiToken',
    { userId, name: 'Late', scopes: ['self'], expiresAt, ...more },
    'token { id } value',
  );
};

describe('at the moment at which something is created', () => {
  it.each(['revokeToken', 'revokeSession'])('%s comes first: nothing is created', async (name) => {
    const thief = await world.person('ADMIN');
    const robot = await world.robot(admin);
    let creating!: Promise<graphql.Answer>;
    // It waits for a call with the same key before it looks at its caller.
    const key = `insert into idempotency_keys (caller, key, action, input_hash, created_at) values ($1, 'late', 'createApiToken', '', now())`;
    await holding(key, [`user:${idOf(thief.id)}`], async () => {
      creating = tokenFor(thief.by, robot, { idempotencyKey: 'late' });
      await waiting(1);
      const about = name === 'revokeToken' ? { tokenId: thief.tokenId } : { sessionId: thief.sessionId };
      await world.receiptOf(name, { ...about, includeDerived: true });
    });
    const { errors, data } = await creating;
    expect([errors.map(({ extensions }) => extensions.code), data?.createApiToken ?? null]).toEqual([
      ...[['UNAUTHENTICATED'], null],
    ]);
    expect(await rows(`select 1 from tokens where user_id = $1`, idOf(robot))).toEqual([]);
  });

  it.each(['revokeToken', 'revokeSession'])('%s comes second: it waits, and ends what was created', async (name) => {
    const thief = await world.person('ADMIN');
    const robot = await world.robot(admin);
    let creating!: Promise<graphql.Answer>;
    let ending!: Promise<{ items: { nodes: object[] } }>;
    await holding('lock table events in share mode', [], async () => {
      creating = tokenFor(thief.by, robot);
      await waiting(1);
      const about = name === 'revokeToken' ? { tokenId: thief.tokenId } : { sessionId: thief.sessionId };
      ending = world.receiptOf(name, { ...about, includeDerived: true });
      await waiting(2);
      await sleep(50);
    });
    const { data } = await creating;
    const { id } = data.createApiToken.token;
    const receipt = await ending;
    expect(receipt.items.nodes).toContainEqual({ type: 'API_TOKEN', itemId: id });
    expect(await world.isActive(data.createApiToken.value)).toBe(false);
  });

  it('an import that was started with it stops, and what it has created is disabled', async () => {
    const thief = await world.person('ADMIN');
    const file = ['username', ...Array.from({ length: 2_500 }, (_, i) => `${world.newName()}x${i}`)].join('\n');
    const { import: uploaded } = await upload(service, thief.accessToken, 'format=csv', file);
    const [, first, second] = file.split('\n').filter((_, line) => line % 1_500 <= 1) as [string, string, string];
    let ending!: Promise<{ counts: Record<string, number> }>;
    // The second batch waits for a name that somebody else is about to take.
    await holding(
      `insert into users (id, username, username_key, created_at, updated_at) values (gen_random_uuid(), $1, lower($1), now(), now())`,
      [second],
      async () => {
        await graphql.ok(start(thief.by, uploaded.id));
        await until(async () => (await rows('select 1 from users where username = $1', first)).length > 0, 'a batch');
        await waiting(1);
        ending = world.receiptOf('revokeToken', { tokenId: thief.tokenId, includeDerived: true });
        await waiting(2);
      },
    );
    const { counts } = await ending;
    expect(counts.users).toBeGreaterThan(0);
    expect((await importOf(admin, uploaded.id)).status).toBe('STOPPED');
    expect(await rows(`select 1 from users where username like $1 and disabled_at is null`, `%x%`)).toEqual([]);
    expect(await rows('select 1 from import_lines where import_id = $1', decodeId('Import', uploaded.id))).toEqual([]);
  });
});

const DERIVED =
  'kind credentialId live createdAt tokenId sessionId token { id status } session { id status } user { id }';
const TRACE = `query ($by: TraceBy!) { trace(by: $by) { derived(first: 50) { totalCount nodes { ${DERIVED} sourceId
  credential { __typename ... on Authenticator { kind } } actor { ... on User { id } } } } } }`;

describe('where a credential comes from', () => {
  it('trace shows what was created with a token, a session, a device or an address', async () => {
    const thief = await world.person('ADMIN');
    const robot = await world.robot(thief.by);
    const script = await world.apiToken(thief.by, robot, ['self']);
    const totp = await enrolledTotp(thief.by);
    const { trace } = await graphql.ok(admin(TRACE, { by: { tokenId: thief.tokenId } }));
    const { nodes, totalCount } = trace.derived;
    expect(totalCount).toBe(3);
    const by = { tokenId: thief.tokenId, sessionId: thief.sessionId, live: true, actor: { id: thief.id } };
    expect(nodes).toMatchObject([
      { ...by, kind: 'AUTHENTICATOR', credentialId: totp.id, credential: { kind: 'TOTP' } },
      { ...by, kind: 'API_TOKEN', credentialId: script.id, user: { id: robot }, token: { status: 'ACTIVE' } },
      { ...by, kind: 'USER', credentialId: robot, credential: { __typename: 'User' } },
    ]);
    const bySession = await graphql.ok(admin(TRACE, { by: { sessionId: thief.sessionId } }));
    expect(bySession.trace.derived.nodes).toEqual(nodes);
    const byAddress = await graphql.ok(admin(TRACE, { by: { ip: '127.0.0.1' } }));
    expect(byAddress.trace.derived.totalCount).toBeGreaterThanOrEqual(3);

    await world.receiptOf('revokeToken', { tokenId: thief.tokenId, includeDerived: true });
    const after = await graphql.ok(admin(TRACE, { by: { tokenId: thief.tokenId } }));
    expect(after.trace.derived.nodes.map(({ live, token }: { live: boolean; token: object }) => [live, token])).toEqual(
      Array.from({ length: 3 }, () => [false, { id: thief.tokenId, status: 'REVOKED' }]),
    );
  });

  it('explainToken and createdBy name the token and the session, and whether these are dead', async () => {
    const thief = await world.person('ADMIN');
    const robot = await world.robot(admin);
    const script = await world.apiToken(thief.by, robot, ['self']);
    await mutate(admin, 'revokeSession', { sessionId: thief.sessionId }, '__typename');
    const { explainToken, token } = await graphql.ok(
      admin(
        `query ($id: ID!) { explainToken(id: $id) { live broken { kind } createdBy { ${DERIVED} } } token(id: $id) { createdBy { ${DERIVED} } } }`,
        { id: script.id },
      ),
    );
    const origin = {
      ...{ kind: 'API_TOKEN', credentialId: script.id, tokenId: thief.tokenId, sessionId: thief.sessionId },
      ...{ token: { id: thief.tokenId, status: 'REVOKED' }, session: { id: thief.sessionId, status: 'ENDED' } },
    };
    // For information: it is live, and is not ended by the end of what created it.
    expect(explainToken).toMatchObject({ live: true, broken: [], createdBy: [origin] });
    expect(token).toMatchObject({ createdBy: [origin] });
  });

  it('the owner sees their own, and not the ids of whoever created it for them', async () => {
    const owner = await world.person();
    await enrolledTotp(owner.by);
    const fields = `createdBy { kind tokenId sessionId }`;
    const { viewer } = await graphql.ok(
      owner.by(`{ viewer { user { ${fields} authenticators { ${fields} } } session { ${fields} } } }`),
    );
    const { tokenId, sessionId } = owner;
    expect(viewer.user.authenticators).toEqual([{ createdBy: [{ kind: 'AUTHENTICATOR', tokenId, sessionId }] }]);
    // By the machine client of the test; with the password that it set.
    expect(viewer.user.createdBy).toEqual([{ kind: 'USER', tokenId: null, sessionId: null }]);
    expect(viewer.session.createdBy).toEqual([{ kind: 'SESSION', tokenId: null, sessionId: null }]);
  });
});

describe('what is kept of it', () => {
  it('stays as long as one of the two is there, or something else was created with it, and then goes', async () => {
    const thief = await world.person('ADMIN');
    const robot = await world.robot(admin);
    const script = await world.apiToken(thief.by, robot, ['self']);
    const long = `interval '6000 days'`;
    const id = idOf(script.id);
    await rows(`update derived_credentials set created_at = created_at - ${long} where credential_id = $1`, id);
    await runTask(service, 'retention');
    expect(await edgesOf(id)).toEqual([{ kind: 'API_TOKEN' }]);
    await rows('delete from tokens where id = $1', id);
    await runTask(service, 'retention');
    expect(await edgesOf(id)).toEqual([{ kind: 'API_TOKEN' }]);
    await rows('delete from tokens where session_id = $1', idOf(thief.sessionId));
    await rows('delete from token_families where session_id = $1', idOf(thief.sessionId));
    await rows('delete from sessions where id = $1', idOf(thief.sessionId));
    await runTask(service, 'retention');
    expect(await edgesOf(id)).toEqual([]);
  });

  it('is told to the person, and goes with them', async () => {
    const owner = await world.person();
    await enrolledTotp(owner.by);
    const { data } = await mutate(admin, 'exportUserData', { userId: owner.id }, 'data');
    const kinds = data.derivedCredentials.map(({ kind }: { kind: string }) => kind).sort();
    expect(kinds).toEqual(['AUTHENTICATOR', 'PASSWORD', 'SESSION', 'USER']);
    await mutate(admin, 'disableUser', { userId: owner.id }, '__typename');
    await mutate(admin, 'deleteUser', { userId: owner.id }, '__typename');
    expect(await rows('select 1 from derived_credentials where user_id = $1', idOf(owner.id))).toEqual([]);
  });

  it('a receipt of many is counted in full', async () => {
    const thief = await world.person('ADMIN');
    const { id } = (await mutate(admin, 'createServiceAccount', { username: world.newName() }, 'user { id }')).user;
    await rows(
      `with made as (insert into tokens (id, hash, kind, name, user_id, application_id, client_id, application_epoch, scopes, created_at, expires_at)
         select gen_random_uuid(), sha256(n::text::bytea), 'API', 'x', $1, a.id, a.client_id, a.epoch, '{self}', now(), now() + interval '1 day'
         from generate_series(1, 1200) n, applications a where a.client_id = 'api-tokens' returning id)
       insert into derived_credentials (id, kind, credential_id, user_id, token_id, created_at)
       select gen_random_uuid(), 'API_TOKEN', id, $1, $2, now() from made`,
      idOf(id),
      idOf(thief.tokenId),
    );
    const input = { tokenId: thief.tokenId, includeDerived: true };
    const planned = await world.receiptOf('revokeToken', { ...input, dryRun: true });
    const receipt = await world.receiptOf('revokeToken', input);
    expect(some(planned.counts)).toEqual({ accessTokens: 1, apiTokens: 1_200 });
    const names = Object.keys(planned.counts).join(' ');
    expect(await settledCounts(admin, receipt.id, names)).toEqual(planned.counts);
  });
});
