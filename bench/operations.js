/** The operations that are counted, each with what it needs first. */
'use strict';
const { built } = require('./built');
const { answer } = require('./leg');
const { FORM, HELLO_BODY, JSON_TYPE } = require('./queries');
const { encodeId } = require('./servers/base32');
const { addPeople, requestsOf, signInOptions } = require('./world');
const { authorize, exchange } = require(built('tools/oidc-flow'));

/** Seeded users with two live sessions, each used once. */
const victims = async ({ client }) => {
  const { rows } = await client.query(
    `select u.id as user, s.id as session from users u cross join lateral (
       select id from sessions s where s.user_id = u.id and s.ended_at is null and s.user_epoch = u.epoch and s.expires_at > now() limit 1) s
     where u.status = 'ACTIVE' and u.username like 'seed-%'
       and (select count(*) from sessions s where s.user_id = u.id and s.ended_at is null) = 2 order by u.id limit 60`,
  );
  return () => {
    const { user, session } = rows.pop();
    return { user: encodeId('usr', user), session: encodeId('ses', session) };
  };
};

exports.operationsOf = async (world) => {
  const { publicUrl, graphql } = world;
  const requests = requestsOf(world);
  const request = (one) => ({ run: () => answer(publicUrl, one) });
  const next = await victims(world);
  const people = await addPeople(world, 24);
  const options = () => signInOptions(world, people.pop());
  const end = (name, inputOf) => {
    const type = `${name[0].toUpperCase()}${name.slice(1)}Input`;
    const text = `mutation ($input: ${type}!) { ${name}(input: $input) { revocation { id } errors { code message } } }`;
    return { prepare: async () => inputOf(next()), run: (input) => graphql(text, { input }) };
  };
  let refreshToken;
  const refresh = async () => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString();
    const headers = { ...FORM, authorization: requests.applicationBasic };
    refreshToken = JSON.parse(await answer(publicUrl, { path: '/oidc/token', headers, body })).refresh_token;
  };
  const authorized = async () => {
    const one = options();
    return { one, code: await authorize(one) };
  };
  const first = await authorized();
  ({ refresh_token: refreshToken } = await exchange(first.one, first.code));
  return {
    hello: request({ path: '/graphql', headers: JSON_TYPE, body: HELLO_BODY }),
    page: request(requests.page),
    'introspection, machine': request(requests.introspectMachine),
    'introspection, user': request(requests.introspectUser),
    userinfo: request(requests.userinfo),
    refresh: { run: refresh },
    'sign-in': { prepare: async () => options(), run: authorize },
    'code exchange': { prepare: authorized, run: ({ one, code }) => exchange(one, code) },
    revokeSession: end('revokeSession', ({ session }) => ({ sessionId: session })),
    revokeAllSessions: end('revokeAllSessions', ({ user }) => ({ userId: user })),
    disableUser: end('disableUser', ({ user }) => ({ userId: user })),
  };
};
