/** docs/script.md is true: its commands run in order, and print what the page says. */
import { type Block, DocumentPage, type Reading, startReading } from '../support/page-code';

const page = new DocumentPage('docs/script.md');

let { reader, stop } = {} as Reading;
beforeAll(async () => {
  ({ reader, stop } = await startReading(page));
});
afterAll(() => stop?.());

test('its commands, in one terminal', async () => {
  const commands = page.blocks.filter(({ tag }) => tag === 'bash').map(({ code }) => code);
  const { stdout, stderr } = await reader.bash(commands.join('\necho ---\n'));
  expect(stderr).toBe('');
  const [, client, errors, once, all, many, monitoring] = stdout.split('---\n').map((part) => part.trim());
  expect(JSON.parse(client!)).toEqual({
    data: { viewer: { kind: 'SERVICE', application: { name: 'Nightly clean-up' } } },
  });
  expect(errors!.split('\n')).toEqual([expect.stringMatching(/^CONFLICT /), expect.stringMatching(/^BAD_USER_INPUT /)]);
  const [first, second] = once!.split('\n');
  expect(JSON.parse(first!)).toMatchObject({ data: { createUser: { user: { username: 'nina' }, errors: [] } } });
  expect(second).toBe(first);
  expect(all!.split('\n').sort()).toEqual(['admin', 'nina']);
  expect(JSON.parse(many!)).toMatchObject({ data: { disableUsers: { errors: [] } } });
  expect(JSON.parse(monitoring!)).toEqual({ data: { sessions: { totalCount: 0 } } });
});

test('its client in JavaScript', async () => {
  const [{ file, code }] = page.section('In JavaScript') as [Block];
  reader.save('client.mjs', code);
  expect([file, page.text]).toEqual([null, expect.stringContaining('Save it as `client.mjs`')]);
  const { stdout } = await reader.bash('node client.mjs');
  expect(stdout).toBe('{ data: { users: { totalCount: 3 } } }\n');
});

test('runs every block', () => expect(page.left).toEqual([]));
