/** From the commit that asks for a mail to the mail server: what it brings, what becomes of what cannot be sent, and who sees that. */
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/app/data-source';
import { Database } from '../../../src/database/database';
import { findLink, newLink, useLink } from '../../../src/core/link/link';
import { sendMail } from '../../../src/core/mail/outbox';
import { createLogger } from '../../../src/platform/logger';
import { type Account, createPerson, newName, ok } from '../../support/graphql';
import { retryNow, until } from '../../support/jobs';
import { linkIn } from '../../support/mail';
import { nextLink } from '../../support/registration';
import { startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(40_000);

let { server, service, admin, stop } = {} as WithMail;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  const env = { MAIL_FROM: 'The “house” <id@example.com>', LOG_LEVEL: 'debug' };
  ({ server, service, admin, stop } = await startWithMail(env));
  source = await createDataSource(service.databaseUrl, 4, createLogger('silent')).initialize();
  database = Database.of(source);
}, 60_000);
afterAll(async () => {
  await source?.destroy();
  await stop?.();
});
afterEach(() => server.refuse(() => null));

const someone = async (name?: string): Promise<Account> => {
  const account = await createPerson(admin, newName('person'));
  if (name !== undefined) await database.execute('update users set name = $2 where id = $1', [account.uuid, name]);
  return account;
};
/** As a mutation does it. */
const ask = (
  { uuid: userId, email: address }: Account,
  before?: (transaction: Database) => Promise<void>,
): Promise<void> =>
  database.transaction(async (transaction) => {
    const aboutId = await newLink(transaction, { userId, purpose: 'CONFIRMATION', emailKey: address });
    await sendMail(transaction, { kind: 'CONFIRMATION', userId, address, aboutId });
    await before?.(transaction);
  });
const secretIn = async ({ email }: Account): Promise<string> =>
  (await nextLink(server, email)).searchParams.get('link')!;
const mailsOf = async ({ id }: Account) =>
  (
    await ok(
      admin(
        'query ($id: ID!) { mails(filter: { userId: $id }) { nodes { id kind status tries fault address createdAt finishedAt user { id } } } }',
        { id },
      ),
    )
  ).mails.nodes;
const became = async (who: Account, status: string) => {
  const isSo = async () => (await mailsOf(who))[0]?.status === status;
  await until(isSo, `the mail becomes ${status}`);
  return (await mailsOf(who))[0];
};
const isTried = async (who: Account) => until(async () => (await mailsOf(who))[0]?.tries > 0, 'the mail is tried');
/** Everything that the database holds, as text. */
const dump = async (): Promise<string> => {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) => database.one<{ text: string }>(`select string_agg(x::text, ' ') as text from ${name} x`)),
  );
  return texts.map((row) => row?.text ?? '').join('\n');
};

test('a mail has its words as text and as HTML, and is from and to whom it should be', async () => {
  const who = await someone('Anna Ångström');
  await ask(who);
  const mail = await server.next(who.email);
  expect(mail.from).toBe('id@example.com');
  expect(mail.to).toEqual([who.email]);
  expect(mail.headers.get('to')).toBe(who.email);
  expect(mail.headers.get('from')).toMatch(/<id@example\.com>$/);
  expect(mail.headers.get('subject')).toBe('Confirm your e-mail address');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  const url = linkIn(mail);
  expect(url.href).toMatch(new RegExp(`^${service.url}/signin/confirm\\?link=cst_link_[\\w-]{43}$`));
  for (const words of [mail.text, mail.html]) {
    expect(words).toContain('Hello Anna Ångström,');
    expect(words).toContain('within 30 minutes');
    expect(words).toContain(url.href);
  }
  expect(mail.html).toMatch(/^<!doctype html>/);
  expect(mail.html).not.toMatch(/<script|<img|src=/i);
  expect(await became(who, 'SENT')).toMatchObject({
    kind: 'CONFIRMATION',
    address: who.email,
    tries: 1,
    fault: null,
    user: { id: who.id },
    finishedAt: expect.any(String),
  });
});

test('a name is text and nothing else', async () => {
  const who = await someone(`<a href="https://evil.example">Click</a>&"'`);
  await ask(who);
  const { html, text } = await server.next(who.email);
  expect(html).not.toContain('<a href="https://evil.example"');
  expect(html).toContain('Hello &lt;a href=&quot;https://evil.example&quot;&gt;Click&lt;/a&gt;&amp;&quot;&#39;,');
  expect(text).toContain(`Hello <a href="https://evil.example">Click</a>&"',`);
});

test('what is rolled back is not mailed', async () => {
  const [who, other] = [await someone(), await someone()];
  await expect(
    ask(who, async () => {
      throw new Error('refused');
    }),
  ).rejects.toThrow('refused');
  await ask(other);
  await server.next(other.email);
  expect(server.to(who.email)).toEqual([]);
  expect(await mailsOf(who)).toEqual([]);
});

test('the secret of a link is in the mail alone: not in the database, not in the log', async () => {
  const who = await someone();
  await ask(who);
  const secret = await secretIn(who);
  await became(who, 'SENT');
  expect(await findLink(database, 'CONFIRMATION', secret)).toMatchObject({ userId: who.uuid });
  const held = await dump();
  expect(held).toContain(who.uuid);
  expect(held).not.toContain(secret);
  expect(held).not.toContain(Buffer.from(secret).toString('hex'));
  expect(service.log()).not.toContain(secret);
});

test('a link is used once, by one of many at once, and lasts 30 minutes', async () => {
  const who = await someone();
  await ask(who);
  const secret = await secretIn(who);
  const link = (await findLink(database, 'CONFIRMATION', secret))!;
  const row = await database.one<{ seconds: number }>(
    'select extract(epoch from valid_until - now())::int as seconds from links where id = $1',
    [link.id],
  );
  expect(row!.seconds).toBeGreaterThan(1_700);
  expect(row!.seconds).toBeLessThanOrEqual(1_800);
  const uses = await Promise.all(Array.from({ length: 20 }, () => useLink(database, link, secret)));
  expect(uses.filter(Boolean)).toHaveLength(1);
  expect(await findLink(database, 'CONFIRMATION', secret)).toBeNull();

  await ask(who);
  const later = await secretIn(who);
  expect(await findLink(database, 'CONFIRMATION', later)).not.toBeNull();
  await database.execute(`update links set valid_until = now() where user_id = $1`, [who.uuid]);
  expect(await findLink(database, 'CONFIRMATION', later)).toBeNull();
});

test('a mail that was sent before the process ended is sent once more, as the same message, and no third time', async () => {
  const who = await someone();
  // The outcome cannot be recorded, as if the process had ended in between.
  await database.execute(`create function ended() returns trigger language plpgsql as $$ begin
    if new.status = 'SENT' and new.user_id = '${who.uuid}' then raise 'ended'; end if; return new; end $$`);
  await database.execute('create trigger ended before update on mails for each row execute function ended()');
  const again = async () => {
    await retryNow(service);
    return server.to(who.email).length;
  };
  await ask(who);
  await until(() => server.to(who.email).length === 1);
  await until(async () => (await again()) === 2);
  await until(async () => {
    await again();
    return (await mailsOf(who))[0]?.status === 'FAILED';
  });
  expect((await mailsOf(who))[0]).toMatchObject({ fault: 'interrupted' });
  const [first, second, ...more] = server.to(who.email).map(({ headers }) => headers.get('message-id'));
  expect(first).toMatch(/^<[0-9a-f-]{36}@example\.com>$/);
  expect(second).toBe(first);
  expect(more).toEqual([]);
  await database.execute('drop function ended cascade');
});

test('while the server says "later" the mail stays in the queue and keeps nobody; then it is sent with another link', async () => {
  const who = await someone();
  server.refuse((to) => (to === who.email ? 451 : null));
  await ask(who);
  await isTried(who);
  expect((await mailsOf(who))[0]).toMatchObject({ status: 'QUEUED', fault: 'EENVELOPE 451', finishedAt: null });
  const first = await database.one<{ hash: Buffer }>('select hash from links where user_id = $1', [who.uuid]);
  server.refuse(() => null);
  await retryNow(service);
  const secret = await secretIn(who);
  expect(await became(who, 'SENT')).toMatchObject({ tries: 2, fault: null });
  const second = await database.one<{ hash: Buffer }>('select hash from links where user_id = $1', [who.uuid]);
  expect(second!.hash).not.toEqual(first!.hash);
  expect(await findLink(database, 'CONFIRMATION', secret)).not.toBeNull();
});

test('what the server refuses for good fails at once: in the list and in the audit trail, without the server’s sentences', async () => {
  const who = await someone();
  server.refuse((to) => (to === who.email ? 550 : null));
  await ask(who);
  expect(await became(who, 'FAILED')).toMatchObject({ fault: 'EENVELOPE 550', tries: 1 });
  const { events } = await ok(
    admin('query ($id: ID!) { events(filter: { userId: $id, type: [MAIL_FAILED] }) { nodes { outcome details } } }', {
      id: who.id,
    }),
  );
  const [mail] = await mailsOf(who);
  expect(events.nodes).toEqual([
    { outcome: 'FAILURE', details: { mailId: mail.id, kind: 'CONFIRMATION', cause: 'EENVELOPE 550' } },
  ]);
  expect(
    (await ok(admin('query ($id: ID!) { node(id: $id) { id ... on Mail { status } } }', { id: mail.id }))).node,
  ).toEqual({ id: mail.id, status: 'FAILED' });
  expect(service.log()).not.toContain(who.email);
});

test('what cannot be sent for a day is given up', async () => {
  const who = await someone();
  server.refuse((to) => (to === who.email ? 452 : null));
  await ask(who);
  await until(async () => (await mailsOf(who))[0].tries === 1, 'it is tried once');
  await retryNow(service, ', attempts = max_attempts - 1');
  expect(await became(who, 'FAILED')).toMatchObject({ tries: 2, fault: 'EENVELOPE 452' });
});

test('an address that would be more than one to SMTP reaches nobody', async () => {
  const who = await someone();
  await ask({ ...who, email: 'a>,<b@example.com' });
  const state = () => database.one<object>('select status, fault from mails where user_id = $1', [who.uuid]);
  const isOver = async () => (await state()) !== null && !JSON.stringify(await state()).includes('QUEUED');
  await until(isOver, 'the mail is over');
  expect(await state()).toEqual({ status: 'FAILED', fault: 'EENVELOPE 501' });
  expect(server.to('b@example.com')).toEqual([]);
});

test('a mail whose link was replaced before it went out is dropped', async () => {
  const who = await someone();
  server.refuse((to) => (to === who.email ? 451 : null));
  await ask(who);
  await isTried(who);
  await ask(who);
  server.refuse(() => null);
  await retryNow(service);
  const secret = await secretIn(who);
  const areOver = async () => (await mailsOf(who)).every(({ status }: { status: string }) => status !== 'QUEUED');
  await until(areOver, 'both mails are over');
  expect((await mailsOf(who)).map(({ status }: { status: string }) => status)).toEqual(['SENT', 'DROPPED']);
  expect(await findLink(database, 'CONFIRMATION', secret)).not.toBeNull();
});

test('they are found by kind, status, user and time', async () => {
  const who = await someone();
  await ask(who);
  const { createdAt } = await became(who, 'SENT');
  const count = async (filter: string) =>
    (await ok(admin(`{ mails(filter: { userId: "${who.id}", ${filter} }) { totalCount } }`))).mails.totalCount;
  const later = new Date(Date.parse(createdAt) + 1_000).toISOString();
  expect(await count('kind: [CONFIRMATION], status: [SENT, FAILED]')).toBe(1);
  expect(await count('kind: [ALREADY_REGISTERED]')).toBe(0);
  expect(await count('status: [QUEUED]')).toBe(0);
  expect(await count(`createdFrom: "${createdAt}", createdTo: "${later}"`)).toBe(1);
  expect(await count(`createdFrom: "${later}"`)).toBe(0);
});

test('with the user the mails and links go', async () => {
  const who = await someone();
  await ask(who);
  const secret = await secretIn(who);
  for (const name of ['disableUser', 'deleteUser'])
    await ok(
      admin(`mutation ($id: ID!) { ${name}(input: { userId: $id }) { errors { code message } } }`, { id: who.id }),
    );
  expect(await mailsOf(who)).toEqual([]);
  expect(await findLink(database, 'CONFIRMATION', secret)).toBeNull();
});
