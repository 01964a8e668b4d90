/**
 * Sessions and tokens that are not live, each for another reason, beside some that are. A reference that answers about them as the service does
 * makes the same decision.
 */
'use strict';
const { createHash, randomBytes } = require('node:crypto');
const { encodeId } = require('./servers/base32');

const newId = () => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
exports.newId = newId;
const ago = (hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Copies a row with some of its columns changed, and returns its id. */
const copier = (client) => async (table, id, changes) => {
  const { rows: columns } = await client.query(
    `select column_name as name from information_schema.columns where table_name = $1 and is_generated = 'NEVER' and table_schema = 'public'`,
    [table],
  );
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = JSON.stringify({ id: newId(), ...changes });
  const { rows } = await client.query(
    `insert into ${table} (${names}) select ${columns.map(({ name }) => `r."${name}"`).join(', ')}
     from ${table} t cross join lateral jsonb_populate_record(t, $2::jsonb) r where t.id = $1 returning id`,
    [id, values],
  );
  return rows[0].id;
};

const userOf = (name, changes = {}) => ({
  ...{ username: name, username_key: name, name: `Ünïcode "${name}"`, email: null, email_key: null },
  ...{ created_at: ago(0), last_login_at: '2019-06-01T00:00:00Z', proved_email_key: null, ...changes },
});

/** How the sessions end, by what is changed in a live one. */
const sessionEndings = ({ link, impersonator, disabledImpersonator }) => [
  {},
  { ended_at: ago(2), end_reason: 'LOGOUT' },
  { ended_at: ago(2), end_reason: 'REVOKED', revocation_id: newId() },
  { expires_at: ago(1) },
  { ended_at: ago(3), end_reason: 'LOGOUT', expires_at: ago(1) },
  { ended_at: ago(1), end_reason: 'REVOKED', revocation_id: newId(), expires_at: ago(3) },
  { user_epoch: 6 },
  { user_epoch: 5 },
  { device_link_id: link },
  { impersonator_id: disabledImpersonator, impersonator_epoch: 0 },
  { impersonator_id: impersonator, impersonator_epoch: 3 },
  { expires_at: ago(1), device_link_id: link },
  { ended_at: ago(1), end_reason: 'EXPIRED' },
  { ended_at: ago(1), end_reason: 'REVOKED', revocation_id: newId(), expires_at: ago(1) },
  { device_id: null, device_link_id: null, ip: null },
  { impersonator_id: impersonator, impersonator_epoch: 0 },
  { device_link_id: newId() },
  { impersonator_id: newId(), impersonator_epoch: 0 },
];

const addSessions = async (client, copy) => {
  const { rows } = await client.query(
    `select s.id, s.user_id, s.device_link_id from sessions s join users u on u.id = s.user_id
     where s.device_link_id is not null and s.ended_at is null and u.status = 'ACTIVE' order by s.id desc limit 1`,
  );
  const [{ id, user_id: user, device_link_id: link }] = rows;
  const ended = await copy('device_links', link, { ended_at: ago(5), end_reason: 'DEVICE_DISCONNECTED' });
  const impersonator = await copy('users', user, userOf('ended-impersonator', { last_login_at: null }));
  const disabled = userOf('ended-disabled', { last_login_at: null, disabled_at: ago(4) });
  const disabledImpersonator = await copy('users', user, disabled);
  const endings = sessionEndings({ link: ended, impersonator, disabledImpersonator });
  for (let n = 0; n < 30; n += 1) {
    const name = `ended-${String(n).padStart(2, '0')}`;
    const expires = n % 6 === 5 ? { expires_at: ago(n % 4) } : {};
    const owner = await copy('users', user, userOf(name, { epoch: 7, ...expires }));
    await client.query(
      `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id) values ($1, 6, now() - interval '90 minutes', 'ALL_SESSIONS_REVOKED', $2)`,
      [owner, newId()],
    );
    for (let s = 0; s < 3; s += 1)
      await copy('sessions', id, {
        ...{ uid: newId(), cookie_hash: `\\x${randomBytes(32).toString('hex')}`, user_id: owner, user_epoch: 7 },
        ...{ created_at: ago(9), last_seen_at: ago(8) },
        ...endings[(n * 5 + s) % endings.length],
      });
  }
  // Of the others, one session in twenty has ended.
  await client.query(
    `update sessions s set ended_at = s.created_at + interval '1 hour', end_reason = 'LOGOUT', tokens_ended_at = s.created_at + interval '1 hour'
     from users u where u.id = s.user_id and s.device_link_id is not null and s.ended_at is null
       and right(u.username, 1) = '3' and s.id = (select max(n.id::text)::uuid from sessions n where n.user_id = u.id) and u.username like 'seed-%'`,
  );
};

/** How tokens end: what is changed in a copy of a live one, or in a copy of what it depends on. */
const TOKEN_ENDINGS = {
  live: {},
  expired: { token: { expires_at: ago(1) } },
  revoked: { token: { revoked_at: ago(1), end_reason: 'REVOKED' } },
  'user disabled': { user: { disabled_at: ago(1) } },
  'user expired': { user: { expires_at: ago(1) } },
  'user invited': { user: { onboarding: 'INVITED' } },
  'user pending login': { user: { onboarding: 'PENDING_LOGIN' } },
  'user epoch': { user: { epoch: 9 } },
  'application disabled': { application: { disabled_at: ago(1) } },
  'application epoch': { application: { epoch: 9 } },
  'family ended': { family: { ended_at: ago(1), end_reason: 'TOKEN_REUSED' } },
  'session ended with its tokens': { session: { ended_at: ago(1), tokens_ended_at: ago(1), end_reason: 'REVOKED' } },
  'session ended, tokens kept': { session: { ended_at: ago(1), end_reason: 'REVOKED' } },
  'bound to a session that expired': { session: { expires_at: ago(1) }, token: { session_bound: true } },
  'not bound to a session that expired': { session: { expires_at: ago(1) }, token: { session_bound: false } },
  'bound to a session that ended before it expired': {
    session: { expires_at: ago(1), ended_at: ago(2), end_reason: 'REVOKED' },
    token: { session_bound: true },
  },
  'consent revoked': { consent: { revoked_at: ago(1), tokens_ended_at: ago(1), end_reason: 'CONSENT_REVOKED' } },
  'consent expired': { consent: { expires_at: ago(1) } },
  'no device': { token: { device_id: newId() } },
  'no device link': { token: { device_link_id: newId() } },
  'no family': { token: { family_id: newId() } },
};

/** Tokens that are alike except for one thing. Returns their values by that thing. */
const addTokens = async (client, copy, { userToken }) => {
  const hashOf = (value) => createHash('sha256').update(value).digest();
  const { rows } = await client.query('select * from tokens where hash = $1', [hashOf(userToken)]);
  const [source] = rows;
  const values = {};
  for (const [name, { token = {}, user, application, family, session, consent }] of Object.entries(TOKEN_ENDINGS)) {
    const key = name.replaceAll(/[^a-z]+/g, '-');
    const changes = { ...token };
    const depend = async (column, table, changed) => {
      if (changed && source[column]) changes[column] = await copy(table, source[column], changed);
    };
    await depend('user_id', 'users', user && userOf(`token-${key}`, { last_login_at: null, ...user }));
    await depend('application_id', 'applications', application && { client_id: `token-${key}`, ...application });
    const owner = user && { user_id: changes.user_id };
    await depend('family_id', 'token_families', owner ?? family);
    const account = owner && { accountId: encodeId('usr', changes.user_id) };
    if (owner)
      await client.query('update token_families set payload = payload || $2 where id = $1', [
        changes.family_id,
        account,
      ]);
    changes.payload = { ...source.payload, ...account, grantId: changes.family_id ?? source.family_id };
    const cookie = `\\x${randomBytes(32).toString('hex')}`;
    await depend('session_id', 'sessions', session && { uid: newId(), cookie_hash: cookie, ...session });
    await depend('consent_id', 'consents', consent && { application_id: newId(), ...consent });
    values[name] = randomBytes(32).toString('base64url');
    await copy('tokens', source.id, { ...changes, hash: `\\x${hashOf(values[name]).toString('hex')}` });
  }
  return values;
};

/** Adds both, once per database. Returns the values of the tokens. */
exports.addNotLive = async (world) => {
  const copy = copier(world.client);
  await addSessions(world.client, copy);
  return addTokens(world.client, copy, world);
};
