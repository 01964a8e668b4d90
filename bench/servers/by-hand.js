/**
 * R1: hand-written with node:http and pg with named statements. The page sends the same statements as the service (BENCH_STATEMENTS, in order:
 * token, users, sessions, devices) and builds the same response; introspection checks the client and evaluates the same predicate.
 */
'use strict';
const { createHash, timingSafeEqual } = require('node:crypto');
const { createServer } = require('node:http');
const pg = require('pg');
const { encodeId } = require('./ids');
const { built } = require('../built');
const { livenessOf } = require(built('core/liveness/live'));

const { DATABASE_URL, PUBLIC_URL } = process.env;
const [TOKEN, USERS, SESSIONS, DEVICES] = JSON.parse(process.env.BENCH_STATEMENTS);
const life = livenessOf('token', 'x');
const CLIENT = `select a.id, a.kind, a.scopes, array(select s.hash from application_secrets s
    where s.application_id = a.id and (s.expires_at is null or s.expires_at > now())) as secrets
  from applications a where a.client_id = $1 and a.disabled_at is null`;
const INTROSPECT = `select x.id, x.scopes, x.resource, x.client_id, x.payload, extract(epoch from x.expires_at)::float8 as exp
  from tokens x ${life.joins} where x.hash = $1 and ${life.live}`;

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const query = async (name, text, values) => (await pool.query({ name, text, values })).rows;
const sha256 = (value) => createHash('sha256').update(value).digest();

const send = (response, status, value) => {
  const body = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
};

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const page = async (request, response) => {
  const value = /^Bearer (\S+)$/.exec(request.headers.authorization)[1];
  const [token] = await query('token', TOKEN, [sha256(value), `${PUBLIC_URL}/graphql`]);
  if (!token?.scopes.includes('admin')) return send(response, 401, {});
  const { variables } = JSON.parse(await bodyOf(request));
  const users = await query('users', USERS, [['ACTIVE'], new Date(variables.since), 21]);
  if (users.length > 20) users.pop();
  const sessions = await query('sessions', SESSIONS, [users.map(({ id }) => id), 3]);
  const ofUser = new Map(users.map(({ id }) => [id, []]));
  for (const row of sessions) {
    const own = ofUser.get(users[row.n - 1].id);
    if (own.length < 2) own.push(row);
  }
  const shown = [...ofUser.values()].flat();
  const ids = new Set(shown.map(({ deviceId }) => deviceId).filter(Boolean));
  const devices = new Map((await query('devices', DEVICES, [[...ids]])).map((row) => [row.id, row]));
  const device = ({ id, name, platform, model }) => ({ id: encodeId('Device', id), name, platform, model });
  const nodes = users.map(({ id, username, name, status, createdAt }) => ({
    id: encodeId('User', id),
    username,
    name,
    status,
    createdAt,
    sessions: {
      nodes: ofUser.get(id).map((row) => ({
        id: encodeId('Session', row.id),
        platform: row.platform,
        ip: row.ip,
        status: row.status,
        createdAt: row.createdAt,
        lastSeenAt: row.lastSeenAt,
        device: row.deviceId ? device(devices.get(row.deviceId)) : null,
      })),
    },
  }));
  send(response, 200, { data: { users: { nodes } } });
};

const introspect = async (request, response) => {
  const [clientId, secret] = Buffer.from(request.headers.authorization.slice(6), 'base64').toString().split(':');
  const form = new URLSearchParams(await bodyOf(request));
  const [client] = await query('client', CLIENT, [decodeURIComponent(clientId)]);
  const hash = sha256(decodeURIComponent(secret));
  if (!client?.secrets.some((known) => timingSafeEqual(known, hash))) return send(response, 401, {});
  const [token] = await query('introspect', INTROSPECT, [sha256(form.get('token'))]);
  if (!token || !client.scopes.includes('admin')) return send(response, 200, { active: false });
  send(response, 200, {
    active: true,
    client_id: token.client_id,
    exp: Math.floor(token.exp),
    iat: token.payload.iat,
    iss: `${PUBLIC_URL}/oidc`,
    jti: encodeId('Token', token.id),
    scope: token.scopes.join(' '),
    sub: token.client_id,
    token_type: 'Bearer',
    ...(token.resource ? { aud: token.resource } : {}),
  });
};

const server = createServer((request, response) => {
  const handler = request.url === '/graphql' ? page : introspect;
  handler(request, response).catch((error) => {
    console.error(error);
    send(response, 500, {});
  });
});
server.listen(0, '127.0.0.1', () => console.log(`castellan ready http://127.0.0.1:${server.address().port}`));
