/**
 * R1*: the page and introspection as an expert would write them by hand: node:http and pg, named statements that select only what is asked for, and
 * text that is not parsed into objects first. The statements are in expert-sql.js.
 */
'use strict';
const { createHash } = require('node:crypto');
const { createServer } = require('node:http');
const pg = require('pg');
const { encodeId } = require('./base32');
const { INTROSPECT, MAY_READ, PAGE } = require('./expert-sql');

const { DATABASE_URL, PUBLIC_URL } = process.env;
const pool = new pg.Pool({
  connectionString: DATABASE_URL,
  max: 3,
  // Values stay text: what is sent on needs no parsing.
  types: { getTypeParser: () => (value) => value },
  // The statements look rows up by key: a plan for each value, or a cache of what was looked up, would cost more than it gains.
  options: '-c plan_cache_mode=force_generic_plan -c enable_memoize=off -c timezone=UTC',
});
const query = async (name, text, values) => (await pool.query({ name, text, values, rowMode: 'array' })).rows;
const sha256 = (value) => createHash('sha256').update(value).digest();

const send = (response, status, body) => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
};

const withBody = (request, next) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => next(body));
};

/** A string as JSON. Most need no escapes. */
const PLAIN = /^[ !#-[\]-~]*$/;
const json = (value) => (value === null ? 'null' : PLAIN.test(value) ? `"${value}"` : JSON.stringify(value));
/** `2026-05-30 06:15:07.123456+00` as `2026-05-30T06:15:07.123Z`. */
const time = (value) =>
  `"${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).slice(0, 3).padEnd(3, '0')}Z"`;

const sessionOf = (row) => {
  const device =
    row[11] === null
      ? 'null'
      : `{"id":"${encodeId('dev', row[11])}","name":${json(row[12])},"platform":"${row[13]}","model":${json(row[14])}}`;
  return `{"id":"${encodeId('ses', row[5])}","platform":"${row[6]}","ip":${json(row[7])},"status":"${row[8]}","createdAt":${time(row[9])},"lastSeenAt":${time(row[10])},"device":${device}}`;
};

const page = async (request, body, response) => {
  const value = request.headers.authorization?.slice(7) ?? '';
  const [caller] = await query('may-read', MAY_READ, [sha256(value), `${PUBLIC_URL}/graphql`]);
  if (caller?.[0] !== 't') return send(response, 401, '{}');
  const rows = await query('page', PAGE, [JSON.parse(body).variables.since]);
  let nodes = '';
  for (let i = 0; i < rows.length;) {
    const user = rows[i];
    const first = i;
    while (i < rows.length && rows[i][0] === user[0]) i += 1;
    // At most two. PostgreSQL was asked to order only the users.
    const own = user[5] === null ? [] : rows.slice(first, i).sort((a, b) => (a[5] < b[5] ? 1 : -1));
    const sessions = own.map(sessionOf).join(',');
    nodes += `${nodes === '' ? '' : ','}{"id":"${encodeId('usr', user[0])}","username":${json(user[1])},"name":${json(user[2])},"status":"${user[3]}","createdAt":${time(user[4])},"sessions":{"nodes":[${sessions}]}}`;
  }
  send(response, 200, `{"data":{"users":{"nodes":[${nodes}]}}}\n`);
};

/** Who may know about a token: its client, the resource server that it is for, and machines that may ask about all tokens for the service. */
const mayIntrospect = ({ clientId, kind, identifier, scopes }, token) =>
  token.clientId === clientId ||
  (kind === 'RESOURCE_SERVER' && identifier !== null && token.resource === identifier) ||
  (kind === 'MACHINE' &&
    (token.resource === null || token.resource === `${PUBLIC_URL}/graphql`) &&
    /[{,](admin|tokens:introspect)[,}]/.test(scopes));

/** An array of words, as PostgreSQL writes it. */
const words = (array) => (array === null ? null : array === '{}' ? [] : array.slice(1, -1).split(','));
const DEFAULT_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'self'];

/** The scopes that the application and the consent still allow. */
const scopeOf = (scopes, allowed, consented, mayHoldAccount) => {
  const byApplication = allowed?.length === 0 ? DEFAULT_SCOPES : allowed;
  const isAllowed = (scope) =>
    (byApplication?.includes(scope) ?? true) &&
    (consented?.includes(scope) ?? true) &&
    (scope !== 'account' || mayHoldAccount);
  return scopes.filter(isAllowed).join(' ');
};

const introspect = async (request, body, response) => {
  const basic = Buffer.from(request.headers.authorization.slice(6), 'base64').toString();
  const [clientId, secret] = basic.split(':').map(decodeURIComponent);
  const token = new URLSearchParams(body).get('token') ?? '';
  const [row] = await query('introspect', INTROSPECT, [clientId, sha256(token), sha256(secret)]);
  if (!row) return send(response, 401, '{"error":"invalid_client"}');
  const [kind, identifier, clientScopes, id, tokenClient, resource, iat, exp, userId, subject, username] = row;
  if (
    id === null ||
    !mayIntrospect({ clientId, kind, identifier, scopes: clientScopes }, { clientId: tokenClient, resource })
  )
    return send(response, 200, '{"active":false}');
  const scope = scopeOf(words(row[11]), words(row[12]), words(row[13]), row[14] === 't');
  const sub = userId === null ? tokenClient : (subject ?? encodeId('usr', userId));
  send(
    response,
    200,
    `{"active":true,"sub":${json(sub)},"client_id":${json(tokenClient)},"exp":${exp},"iat":${iat},"iss":"${PUBLIC_URL}/oidc","jti":"${encodeId('tok', id)}"` +
      `,"scope":"${scope}","token_type":"Bearer"${resource === null ? '' : `,"aud":${json(resource)}`}${userId === null ? '' : `,"username":${json(username)}`}}`,
  );
};

const server = createServer((request, response) =>
  withBody(request, (body) => {
    const handler = request.url === '/graphql' ? page : introspect;
    handler(request, body, response).catch((error) => {
      console.error(error);
      send(response, 500, '{}');
    });
  }),
);
server.listen(0, '127.0.0.1', () => console.log(`castellan ready http://127.0.0.1:${server.address().port}`));
