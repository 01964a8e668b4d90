/** Sealing keys: what is sealed opens in its place alone, a rotation needs no pause, and no process seals with a key that others lack. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError, readConfig } from '../../../src/config';
import { MissingSealingKey, SealingKeys } from '../../../src/platform/sealing-keys';
import { signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { until } from '../../support/jobs';
import { runToEnd, type Service, startService } from '../../support/service';
import { codeAt, enrolledTotp, halfAMinuteLater } from '../../support/totp';

const key = (id: string) => ({ id, key: randomBytes(32) });
const written = (...keys: { id: string; key: Buffer }[]) =>
  keys.map((one) => `${one.id}:${one.key.toString('base64')}`).join(',');
const place = { table: 'totp_secrets', column: 'seed', id: 'a' };

describe('a sealed secret', () => {
  const [one, two] = [key('one'), key('two')];
  const keys = new SealingKeys([one, two], 'one');

  test('opens in its own row and column, and nowhere else', () => {
    const sealed = keys.seal(place, 'secret');
    expect(sealed.sealed.toString('latin1')).not.toContain('secret');
    expect(keys.open(place, sealed)).toBe('secret');
    for (const elsewhere of [{ id: 'b' }, { column: 'other' }, { table: 'other' }])
      expect(() => keys.open({ ...place, ...elsewhere }, sealed)).toThrow(/does not belong there/);
    expect(() => keys.open(place, { ...sealed, keyId: 'two' })).toThrow(/does not belong there/);
    const changed = Buffer.from(sealed.sealed);
    changed[changed.length - 1]! ^= 1;
    expect(() => keys.open(place, { ...sealed, sealed: changed })).toThrow(/does not belong there/);
  });

  test('is never the same twice, and needs the key that it names', () => {
    expect(keys.seal(place, 'secret').sealed).not.toEqual(keys.seal(place, 'secret').sealed);
    expect(() => new SealingKeys([two], 'two').open(place, keys.seal(place, 'secret'))).toThrow(MissingSealingKey);
    expect(() => new SealingKeys([two], null).seal(place, 'secret')).toThrow(MissingSealingKey);
  });
});

test('SEALING_KEYS takes several keys, and says what is wrong with others', () => {
  const [one, two] = [key('2026'), key('2027')];
  expect(readConfig({ SEALING_KEYS: written(one, two) }).sealingKeys).toEqual([one, two]);
  for (const wrong of [
    'x',
    'one:short',
    `${written(one)},`,
    written(one, { ...two, id: '2026' }),
    `a b:${two.key.toString('base64')}`,
  ])
    expect(() => readConfig({ SEALING_KEYS: wrong })).toThrow(ConfigurationError);
});

describe('a service', () => {
  const [one, two] = [key('one'), key('two')];
  let first: Service;
  let web: graphql.Registered;
  let person: graphql.Person;
  let secret: string;
  const enter = async () => {
    await halfAMinuteLater(first.databaseUrl);
    const redirectUri = graphql.REDIRECT_URI;
    const code = () => codeAt(secret);
    return signIn({
      ...web,
      redirectUri,
      username: person.username,
      password: graphql.PASSWORD,
      scope: 'openid',
      code,
    });
  };
  const keyIds = async () =>
    (await graphql.sql<{ id: string }>(first.databaseUrl, 'select distinct key_id as id from totp_secrets')).map(
      ({ id }) => id,
    );

  beforeAll(async () => {
    first = await startService({ env: { SEALING_KEYS: written(one, two) } });
    const admin = graphql.as(first, await graphql.adminToken(first));
    web = await graphql.webApplication(first, admin);
    person = await graphql.createPerson(admin, 'sealed');
    const { access_token } = await graphql.tokensOf(web, person.username, 'openid self account');
    ({ secret } = await enrolledTotp(graphql.as(first, access_token)));
  }, 60_000);
  afterAll(() => first?.stop());

  test('seals anew with a new first key while another process goes on with both', async () => {
    expect(await keyIds()).toEqual(['one']);
    await enter();
    const both = await startService({ beside: first, env: { SEALING_KEYS: written(two, one) } });
    await until(async () => {
      await graphql.sql(first.databaseUrl, `select graphile_worker.add_job('reseal', '{}'::json)`);
      return (await keyIds())[0] === 'two';
    }, 'the secrets are not sealed anew');
    expect(await keyIds()).toEqual(['two']);
    await both.stop();
    await enter();
    const after = await startService({ beside: first, env: { SEALING_KEYS: written(two) } });
    const [row] = await graphql.sql<{ seed: Buffer; id: string }>(
      first.databaseUrl,
      'select seed, authenticator_id as id from totp_secrets',
    );
    expect(new SealingKeys([two], 'two').open({ ...place, id: row!.id }, { keyId: 'two', sealed: row!.seed })).toBe(
      secret,
    );
    expect(after.log()).not.toMatch(/secrets cannot be decrypted/);
    await after.stop();
  });

  test('does not start with another key under a known id, and says so', async () => {
    const { code, stderr } = await runToEnd({
      DATABASE_URL: first.databaseUrl,
      SEALING_KEYS: written({ ...one, key: two.key }),
      PORT: '0',
      DATA_DIR: path.join(first.dataDir, 'other'),
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('SEALING_KEYS has a different key for the id "one"')]);
  });

  test('that was given none starts, but neither opens nor seals what the others could not read', async () => {
    const without = await startService({ beside: first });
    expect(without.log()).toMatch(/secrets cannot be encrypted/);
    expect(without.log()).toMatch(/secrets cannot be decrypted/);
    const readiness = () => fetch(`${without.address}/readyz`).then((answer) => answer.text());
    const [used] = await keyIds();
    expect(await readiness()).toBe(
      `this process lacks the sealing key ${used}: use the SEALING_KEYS of the other processes\n`,
    );
    await graphql.sql(first.databaseUrl, `update totp_secrets set key_id = 'moved'`);
    expect(await readiness()).toBe('ok\n');
    await graphql.sql(first.databaseUrl, 'update totp_secrets set key_id = $1', [used]);
    expect(await readiness()).toMatch(/lacks the sealing key/);
    await without.stop();
  });

  test('alone makes a key of its own in its data directory, for its account alone', async () => {
    const alone = await startService();
    const kept = JSON.parse(readFileSync(path.join(alone.dataDir, 'sealing-key.json'), 'utf8')) as {
      id: string;
      key: string;
    };
    expect(Buffer.from(kept.key, 'base64url')).toHaveLength(32);
    expect(await graphql.sql(alone.databaseUrl, 'select id from sealing_keys')).toEqual([{ id: kept.id }]);
    const dump = JSON.stringify(await graphql.sql(alone.databaseUrl, 'select t::text from sealing_keys t'));
    expect(dump).not.toContain(kept.key);
    await alone.stop();
  });
});
