/**
 * A password with accents, from two keyboards: one sends `é` as one character, the other as two. Either enters by whatever hash there is, and the
 * hash of the composed form replaces those that earlier releases and other systems have made of the password as typed.
 */
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { decodeId } from '../../../src/platform/type-id';
import { enters, newName, ok, signedIn } from '../../support/graphql';
import { type Input, mutate, refusalsOf } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';
import { importAll, upload } from '../../support/upload';
import { adminToken } from '../../support/graphql';

jest.setTimeout(60_000);

const COMPOSED = 'Des écureuils élégants dînent';
const DECOMPOSED = COMPOSED.normalize('NFD');
const KEYBOARDS = [
  ['composed', COMPOSED],
  ['decomposed', DECOMPOSED],
] as const;
/** As today's hashes are made. */
const OURS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as never;

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

const person = async (password?: string) => {
  const username = newName('person');
  const { createUser } = await ok(mutate(admin, 'createUser', { username, password }, 'user { id }'));
  return { username, id: createUser.user.id as string, uuid: decodeId('User', createUser.user.id as string)! };
};
type Person = Awaited<ReturnType<typeof person>>;
const hashOf = async ({ uuid }: Person): Promise<string> =>
  (await sql<{ hash: string }>('select hash from passwords where user_id = $1', uuid))[0]!.hash;
/** Somebody whose hash another release or system has made. */
const withHash = async (hash: string): Promise<Person> => {
  const someone = await person(COMPOSED);
  await sql('update passwords set hash = $2 where user_id = $1', someone.uuid, hash);
  return someone;
};
const entersWith = ({ username }: Person, password: string): Promise<boolean> => enters(web, username, password);

test.each(KEYBOARDS)('a password set %s is right from both keyboards', async (_how, password) => {
  const someone = await person(password);
  const before = await hashOf(someone);
  for (const [, typed] of KEYBOARDS) expect(await entersWith(someone, typed)).toBe(true);
  expect(await entersWith(someone, COMPOSED.replaceAll('é', 'e'))).toBe(false);
  expect(await hashOf(someone)).toBe(before);
});

test('an older hash of the password as typed is right once more, and from then on by both keyboards', async () => {
  const older = await argon2(DECOMPOSED, OURS);
  const someone = await withHash(older);
  expect(await entersWith(someone, COMPOSED)).toBe(false);
  expect(await hashOf(someone)).toBe(older);
  expect(await entersWith(someone, DECOMPOSED)).toBe(true);
  const renewed = await hashOf(someone);
  expect(renewed).not.toBe(older);
  for (const [, typed] of KEYBOARDS) expect(await entersWith(someone, typed)).toBe(true);
  expect(await hashOf(someone)).toBe(renewed);
});

test.each([
  ['as typed', DECOMPOSED, DECOMPOSED],
  ['composed', COMPOSED, DECOMPOSED],
  ['decomposed', DECOMPOSED, COMPOSED],
  ['in NFKC', 'Ministère No 5 des oiseaux', 'Ministère № 5 des oiseaux'],
])('an imported hash that was made %s is right', async (_how, hashed, typed) => {
  const username = newName('imported');
  const file = `username,passwordHash\n${username},${await bcrypt(hashed, 4)}\n`;
  const answer = await upload(service, await adminToken(service), 'format=csv', file);
  await importAll(admin, answer.import.id);
  expect(await enters(web, username, `${typed}!`)).toBe(false);
  expect(await enters(web, username, typed)).toBe(true);
  expect(await enters(web, username, typed.normalize('NFC'))).toBe(true);
});

test('one wrong attempt counts once, in how many forms ever it is tried', async () => {
  const someone = await person(COMPOSED);
  await sql('delete from throttles');
  await entersWith(someone, `${DECOMPOSED} ①`);
  const countsOf = async () =>
    JSON.stringify(await sql<object>('select * from throttles order by 1, 2'), (key, value: unknown) =>
      /at|until|key|of|hash/i.test(key) ? undefined : value,
    );
  const inForms = await countsOf();
  await sql('delete from throttles');
  await entersWith(someone, 'something else entirely');
  expect(inForms).toBe(await countsOf());
  const failures = await sql(`select from events where user_id = $1 and type = 'SIGN_IN_FAILED'`, someone.uuid);
  expect(failures).toHaveLength(2);
});

test('changing one’s password takes the current one from both keyboards, and does not take it as a new one', async () => {
  const someone = await person(COMPOSED);
  const ask = await signedIn(service, web, someone.username, 'openid self account', COMPOSED);
  const change = (input: Input) => mutate(ask, 'changeMyPassword', input);
  const same = refusalsOf(await change({ currentPassword: COMPOSED, newPassword: DECOMPOSED }));
  expect(same).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'newPassword'] }]);
  const newPassword = 'Ünf schöne Fahrräder'.normalize('NFD');
  expect(refusalsOf(await change({ currentPassword: DECOMPOSED, newPassword }))).toEqual([]);
  expect(await entersWith(someone, newPassword.normalize('NFC'))).toBe(true);
});

test('the length is that of the composed form', async () => {
  const create = async (password: string) =>
    refusalsOf(await mutate(admin, 'createUser', { username: newName(), password })).map(({ path }) => path?.[1]);
  const letters = 'àéîõüçñåøë'.split('');
  const long = Array.from({ length: 256 }, (_, i) => letters[((i * 7 + i / 10) % 10) | 0]).join('');
  expect(long.normalize('NFD').length).toBeGreaterThan(256);
  expect(await create(long.normalize('NFD'))).toEqual([]);
  expect(await create('àéîõüçñå'.normalize('NFD'))).toEqual(['password']);
});
