/** `/schema.graphql` has what introspection has, for those who may introspect. */
import { buildSchema as build, introspectionFromSchema } from 'graphql';
import { buildSchema } from '../../src/app/schema';
import * as graphql from '../support/graphql';
import { mutate } from '../support/pair';
import { startWithWeb, type WithWeb } from '../support/start';

let started: WithWeb;
afterEach(() => started?.stop());
const read = (token?: string, method = 'GET') =>
  fetch(`${started.service.url}/schema.graphql`, {
    method,
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
  });

test('everyone reads it by default, and it is the schema that is served', async () => {
  started = await startWithWeb();
  const response = await read();
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const text = await response.text();
  const names = ({ __schema }: ReturnType<typeof introspectionFromSchema>) =>
    __schema.types.map(({ name }) => name).sort();
  expect(names(introspectionFromSchema(build(text)))).toEqual(names(introspectionFromSchema(buildSchema())));
  expect((await read(undefined, 'POST')).status).toBe(405);
  expect(await (await read(undefined, 'HEAD')).text()).toBe('');
});

test('with GRAPHQL_INTROSPECTION=staff only staff reads it', async () => {
  started = await startWithWeb({ GRAPHQL_INTROSPECTION: 'staff' });
  const { service, admin, web } = started;
  const anybody = await read();
  expect([anybody.status, anybody.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  expect((await read('dead')).status).toBe(401);
  const { id, username } = await graphql.createPerson(admin, 'reader');
  const person = (await graphql.tokensOf(web, username, 'openid self')).access_token;
  const refused = await read(person);
  expect([refused.status, (await refused.json()).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  const identifier = 'https://api.example.com';
  await graphql.createApplication(service, admin, {
    name: 'API',
    kind: 'RESOURCE_SERVER',
    identifier,
    scopes: ['read'],
  });
  const roleId = await graphql.createRole(admin, 'Clerk', []);
  await mutate(
    admin,
    'setResourceScopes',
    { roleId, resourceScopes: [{ resource: identifier, scopes: ['read'] }] },
    '__typename',
  );
  await graphql.assign(admin, { userId: id, role: 'Clerk' });
  const clerk = (await graphql.tokensOf(web, username, 'openid self admin')).access_token;
  expect((await read(clerk)).status).toBe(403);
  expect((await read(await graphql.adminToken(service))).status).toBe(200);
});
