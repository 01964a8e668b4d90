/** `Viewer.id`: what a normalized cache stores the viewer under. */
import * as graphql from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';

let started: WithWeb;
beforeAll(async () => void (started = await startWithWeb()));
afterAll(() => started?.stop());

const idOf = async (token: string): Promise<string> =>
  (await graphql.ok(graphql.as(started.service, token)('{ viewer { id } }'))).viewer.id;

test('it is the same for each token of a user and application, differs between them, and is no id of a user', async () => {
  const { service, admin, web } = started;
  const [ann, ben] = [await graphql.createPerson(admin, 'ann'), await graphql.createPerson(admin, 'ben')];
  const other = await graphql.webApplication(service, admin, 'Other');
  const token = async (client: graphql.Registered, username: string, scope: string) =>
    (await graphql.tokensOf(client, username, scope)).access_token;
  const first = await idOf(await token(web, ann.username, 'openid self'));
  expect(await idOf(await token(web, ann.username, 'openid self'))).toBe(first);
  const others = [
    await idOf(await token(web, ben.username, 'openid self')),
    await idOf(await token(other, ann.username, 'openid self')),
    await idOf(await graphql.adminToken(service)),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
  expect(first).not.toContain(ann.id.slice(4));
});
