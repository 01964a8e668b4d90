/**
 * The statements that create one batch of seeded users with their data, inside PostgreSQL. Secrets are random bytes whose source nobody has
 * seen, so no seeded credential can be used.
 */
import { fullEpoch } from '../../core/liveness/epochs';
import type { Database } from '../../database/database';
import type { EventType } from '../../schema/enums';

export interface Volume {
  sessions: number;
  devices: number;
  events: number;
}

export interface Applications {
  mobile: string;
  web: string[];
}

export const MONTHS = 6;
export const SEEDED = 'seed-';

/** A UUIDv7 for this time: rows of a batch sort as if they had been created one after another. */
const idAt = (time: string) =>
  `(lpad(to_hex((extract(epoch from ${time}) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
const SECRET = 'uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())';
const pick = (values: string[], index: string) =>
  `(array[${values.map((value) => `'${value}'`).join(',')}])[1 + (${index}) % ${values.length}]`;

const FIRST = [
  'Ada',
  'Bela',
  'Chidi',
  'Dina',
  'Emil',
  'Fatou',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Kaja',
  'Liam',
  'Mei',
];
const LAST = [
  'Adler',
  'Brandt',
  'Costa',
  'Diallo',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Horvat',
  'Ito',
  'Jensen',
  'Kovacs',
];
const PATHS = [
  'emea/sales',
  'emea/support',
  'emea/it',
  'apac/sales',
  'apac/support',
  'amer/sales',
  'amer/it/ops',
  'partners',
];
const EVENTS: EventType[] = ['SIGN_IN', 'TOKEN_ISSUED', 'SIGN_OUT', 'SIGN_IN_FAILED'];

/** `at` is spread over the past months and increases with `n`. Every 50th user is disabled, a few are pending. */
const USERS = `
  create temporary table seed_user on commit drop as
  select n, ${idAt('at')} as id, at, n % 50 = 0 as disabled,
    case when n % 50 = 0 then null when n % 31 = 0 then 'INVITED' when n % 37 = 0 then 'PENDING_LOGIN' end as onboarding
  from (select n, now() - interval '${MONTHS} months' + interval '${MONTHS} months' * (n::float8 / $3) as at from generate_series($1::int, $2::int) n) g`;

const INSERT_USERS = `
  insert into users (id, username, username_key, email, email_key, email_verified, name, path, attributes, type, source, onboarding,
    disabled_at, disabled_reason, created_at, updated_at, last_login_at)
  select id, username, username, username || '@example.com', username || '@example.com', n % 3 <> 0,
    ${pick(FIRST, 'n')} || ' ' || ${pick(LAST, 'n / 7')}, ${pick(PATHS, 'n')}, jsonb_build_object('costCentre', n % 900),
    case when n % 40 = 0 then 'SERVICE_ACCOUNT' when n % 9 = 0 then 'EXTERNAL' else 'INTERNAL' end,
    case when n % 4 = 0 then 'EXTERNAL' else 'LOCAL' end, onboarding, case when disabled then now() end,
    case when disabled then 'left the organisation' end, at, at, case when onboarding is null then at + (now() - at) * random() end
  from (select *, '${SEEDED}' || lpad(n::text, 9, '0') as username from seed_user) u`;

const DEVICES = `
  create temporary table seed_device on commit drop as
  select u.n, d, u.id as user_id, u.at, ${idAt('u.at')} as id, ${idAt('u.at')} as link_id, u.n % 2 = 0 as ios
  from seed_user u cross join generate_series(1, $1::int) d where u.onboarding is null`;

const INSERT_DEVICES = `
  insert into devices (id, application_id, client_id, secret_hash, name, platform, model, os_version, app_version, created_at, last_seen_at)
  select id, $1::uuid, 'inst_' || replace(gen_random_uuid()::text, '-', ''), ${SECRET},
    case when ios then 'iPhone' else 'Pixel' end || ' ' || n || '-' || d, case when ios then 'IOS' else 'ANDROID' end,
    case when ios then 'iPhone17,1' else 'Pixel 9' end, case when ios then '26.1' else '16' end, '4.' || n % 9 || '.0', at, at
  from seed_device`;

const INSERT_LINKS = `
  insert into device_links (id, user_id, device_id, connected_at, last_seen_at, mobile_enrolled_at)
  select link_id, user_id, id, at, at, case when n % 2 = 0 then at end from seed_device`;

/** One consent for each application that a user's sessions use: the mobile app on devices, otherwise one of the web applications. */
const SESSIONS = `
  create temporary table seed_session on commit drop as
  select u.n, s, u.id as user_id, t.at, ${idAt('t.at')} as id, ${idAt('t.at')} as family_id, d.id as device_id, d.link_id, d.ios,
    case when d.id is not null then $2::uuid else ($3::uuid[])[1 + u.n % array_length($3::uuid[], 1)] end as application_id,
    case when s % 8 = 7 then t.at + interval '1 hour' end as ended_at
  from seed_user u cross join generate_series(1, $1::int) s left join seed_device d on d.n = u.n and d.d = s
    cross join lateral (select greatest(u.at, now() - interval '20 days') + interval '1 minute' * s as at) t
  where u.onboarding is null`;

/** The epochs of new users and applications. */
const [ofUsers, ofApplications] = [fullEpoch('users', '0'), fullEpoch('applications', '0')];

const INSERT_SESSIONS = `
  insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, os, os_version, browser, user_agent, ip,
    authentication_methods, created_at, authenticated_at, last_seen_at, expires_at, ended_at, end_reason, tokens_ended_at)
  select id, replace(gen_random_uuid()::text, '-', ''), ${SECRET}, user_id, ${ofUsers}, device_id, link_id,
    case when device_id is null then 'WEB' when ios then 'IOS' else 'ANDROID' end,
    case when device_id is null then 'Linux' when ios then 'iOS' else 'Android' end, case when ios then '26.1' else '16' end,
    case when device_id is null then 'Firefox 140' end,
    case when device_id is null then 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' else 'ExampleApp/4.2' end,
    '203.0.' || n % 250 || '.' || (n / 250) % 250, '{pwd}', at, at, at, now() + interval '30 days', ended_at,
    case when ended_at is not null then 'LOGOUT' end, ended_at
  from seed_session`;

const CONSENTS = `
  create temporary table seed_consent on commit drop as
  select user_id, application_id, min(at) as at, ${idAt('min(at)')} as id from seed_session group by user_id, application_id`;

const INSERT_CONSENTS = `
  insert into consents (id, user_id, application_id, scopes, created_at, updated_at)
  select id, user_id, application_id, '{openid,profile,offline_access}', at, at from seed_consent`;

const INSERT_FAMILIES = `
  insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch,
    application_epoch, refresh_token_issued, created_at, expires_at)
  select s.family_id, s.user_id, s.application_id, coalesce(d.client_id, a.client_id), s.device_id, s.link_id, s.id, c.id, ${ofUsers}, ${ofApplications}, true, s.at,
    now() + interval '60 days'
  from seed_session s join seed_consent c using (user_id, application_id) join applications a on a.id = s.application_id
    left join devices d on d.id = s.device_id`;

const INSERT_TOKENS = `
  insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id,
    user_epoch, application_epoch, scopes, payload, created_at, expires_at)
  select ${idAt('s.at')}, ${SECRET}, k.kind, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id,
    f.consent_id, f.user_epoch, f.application_epoch, '{openid,profile,offline_access}', jsonb_build_object('kind', k.model), s.at,
    now() + case k.kind when 'ACCESS' then interval '15 minutes' else interval '14 days' end
  from seed_session s join token_families f on f.id = s.family_id
    cross join (values ('ACCESS', 'AccessToken'), ('REFRESH', 'RefreshToken')) k (kind, model)`;

const INSERT_EVENTS = `
  insert into events (id, type, outcome, occurred_at, actor_user_id, user_id, session_id, application_id, ip)
  select ${idAt('t.at')}, ${pick(EVENTS, 'e')}, case when e % 4 = 3 then 'FAILURE' else 'SUCCESS' end, t.at, u.id, u.id, s.id,
    s.application_id, '203.0.' || u.n % 250 || '.' || (u.n / 250) % 250
  from seed_user u cross join generate_series(1, $1::int) e left join seed_session s on s.n = u.n and s.s = 1
    cross join lateral (select u.at + (now() - u.at) * (e - random()) / $1 as at) t`;

/** Creates users number `from` to `to` of `total` in one transaction. */
export const seedBatch = (
  database: Database,
  { from, to, total }: { from: number; to: number; total: number },
  volume: Volume,
  { mobile, web }: Applications,
): Promise<void> =>
  database.transaction(async (tx) => {
    // Anything lost in a crash is created again by the next run.
    await tx.query('set local synchronous_commit = off');
    await tx.query(USERS, [from, to, total]);
    await tx.query(INSERT_USERS);
    await tx.query(DEVICES, [volume.devices]);
    await tx.query('create index on seed_device (n, d)');
    await tx.query('analyze seed_device');
    await tx.query(INSERT_DEVICES, [mobile]);
    await tx.query(INSERT_LINKS);
    await tx.query(SESSIONS, [volume.sessions, mobile, web]);
    await tx.query('analyze seed_session');
    await tx.query(INSERT_SESSIONS);
    await tx.query(CONSENTS);
    await tx.query('analyze seed_consent');
    await tx.query(INSERT_CONSENTS);
    await tx.query(INSERT_FAMILIES);
    await tx.query(INSERT_TOKENS);
    if (volume.events > 0) await tx.query(INSERT_EVENTS, [volume.events]);
  });
