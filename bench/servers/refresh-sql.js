/**
 * What a refresh does in PostgreSQL, for pgbench: in one statement (PB-one), and in one statement per step (PB). Both check the client and its secret,
 * hold the user's row so that no ending comes in between, decide whether the refresh token is live, use it up, and add an access token, a refresh
 * token and an event. A client of pgbench keeps the hash of its next refresh token.
 */
'use strict';
const { TOKEN_IS_LIVE, TOKEN_JOINS } = require('./expert-sql');

const START = `\\if :started
\\else
select encode(hash, 'hex') as hash from bench_chains where client = :client_id \\gset
\\set started 1
\\endif
`;

const PRESENTED = `(select t.*, f.expires_at as family_expires_at from tokens t join token_families f on f.id = t.family_id where t.id = :token) t`;

const COLUMNS = `id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound, consent_id,
    user_epoch, application_epoch, scopes, resource, payload, created_at, expires_at`;
const RANDOM = 'sha256(uuid_send(gen_random_uuid()))';
/** A token of the family of the presented one, `t`. */
const next = (
  id,
  kind,
  seconds,
) => `select ${id}, ${RANDOM}, '${kind}', t.family_id, t.user_id, t.application_id, t.client_id, t.device_id, t.device_link_id,
      t.session_id, t.session_bound, t.consent_id, t.user_epoch, t.application_epoch, t.scopes, t.resource,
      t.payload || jsonb_build_object('iat', floor(extract(epoch from now())), 'kind', '${kind === 'ACCESS' ? 'AccessToken' : 'RefreshToken'}'),
      now(), least(now() + interval '${seconds} seconds', t.family_expires_at)`;
const event = (
  id,
) => `insert into events (id, type, outcome, occurred_at, actor_user_id, user_id, session_id, application_id, ip, request_id, details)
    select ${id}, 'TOKEN_ISSUED', 'SUCCESS', now(), t.user_id, t.user_id, t.session_id, t.application_id, '127.0.0.1', gen_random_uuid()::text,
      jsonb_build_object('grantType', 'refresh_token', 'scopes', t.scopes, 'refreshToken', true)`;

/** Whether the client has this secret. */
const CLIENT = `select a.id from applications a join application_secrets k on k.application_id = a.id
      where a.client_id = :app and a.disabled_at is null and k.hash = decode(:secret, 'hex') and (k.expires_at is null or k.expires_at > now())`;

/** `uuid` is an expression that makes ids in the order of time. */
exports.refreshScripts = (uuid) => ({
  one: `${START}with t as materialized (
    select t.*, f.expires_at as family_expires_at from tokens t ${TOKEN_JOINS} join users held on held.id = t.user_id
    where t.hash = decode(:hash, 'hex') and t.kind = 'REFRESH' and ${TOKEN_IS_LIVE} and a.id = (${CLIENT})
    for share of held),
  used as (
    update tokens set consumed_at = now(), last_used_at = now() from t
    where tokens.id = t.id and tokens.consumed_at is null and tokens.revoked_at is null returning t.*),
  access as (insert into tokens (${COLUMNS}) ${next(uuid, 'ACCESS', 900)} from used t),
  refresh as (insert into tokens (${COLUMNS}) ${next(uuid, 'REFRESH', 1_209_600)} from used t returning hash),
  event as (${event(uuid)} from used t)
select encode(hash, 'hex') as hash from refresh \\gset
`,
  steps: `${START}begin;
select id as application from (${CLIENT}) c \\gset
select id as owner from users where id = (select user_id from tokens where hash = decode(:hash, 'hex')) for share \\gset
select t.id as token from tokens t ${TOKEN_JOINS}
  where t.hash = decode(:hash, 'hex') and t.kind = 'REFRESH' and t.application_id = :application and ${TOKEN_IS_LIVE} \\gset
update tokens set consumed_at = now(), last_used_at = now() where id = :token and consumed_at is null and revoked_at is null;
insert into tokens (${COLUMNS}) ${next(uuid, 'ACCESS', 900)} from ${PRESENTED};
insert into tokens (${COLUMNS}) ${next(uuid, 'REFRESH', 1_209_600)} from ${PRESENTED} returning encode(hash, 'hex') as hash \\gset
${event(uuid)} from tokens t where t.id = :token;
commit;
`,
});
