/**
 * What is removed when: one rule a table, in this order, so that what hangs on something goes before it. A row is due when it has been over
 * for as long as its setting says, and nothing that is still there needs it: nothing live, and nothing that may still be looked at.
 */
import { QUEUE_SCHEMA } from '../database/queue';
import type { RetentionKey } from '../core/setting/settings';

export interface Rule {
  /** What the log calls it. */
  name: string;
  /** The table, whose rows the expressions call `x`. */
  table: string;
  /** Since when the row is over; null while it is not. An index leads with it where the table is large. */
  over: string;
  /** The setting with the days for which it is kept then, or 0: of no use to anybody from then on. */
  keep: RetentionKey | 0;
  /** What else must be so; `$1` is the time before which it must have been over. */
  where?: string;
  /** The row stays while one of these finds something. */
  neededBy?: string[];
  /** Rows of this table that belong to it and go first, in batches of their own. */
  parts?: { table: string; column: string };
  /** What the removed rows hung on: it goes with the last of them. */
  owner?: { table: string; column: string; neededBy: string[] };
  /** An INSERT of what has to be kept of the removed rows, which it finds in `gone`. */
  leaves?: string;
  /** Looked at every minute, not every hour. */
  often?: boolean;
}

/** A large receipt that is not written out yet finds what it ended by these rows. */
const SETTLED = 'not exists (select from revocations r where r.counts is null and r.requested_at < $1)';

/** Ids begin with the time: whether anything that was made before the end, give or take a day of skewed clocks, is still there. */
const madeBefore = (table: string, owner: string, and = '') =>
  `select from ${table} o where o.${owner} = x.subject_id ${and}
     and o.id < (lpad(to_hex((extract(epoch from x.ended_at + interval '1 day') * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;

const OF_FAMILY = [
  'select from tokens o where o.family_id = x.id',
  'select from access_grants o where o.family_id = x.id',
];
const FAMILY = { table: 'token_families', column: 'family_id', neededBy: OF_FAMILY };

/**
 * A rotated refresh token still ends its family when somebody uses or revokes it. A family can live for years and rotate every few minutes, so
 * its old tokens are not kept as they are: their ids and hashes are, and only while the family lives.
 */
const ROTATED = `
  insert into rotated_refresh_tokens (token_id, hash, family_id)
  select gone.id, gone.hash, f.id from gone join token_families f on f.id = gone.family_id and f.ended_at is null and f.expires_at > now()
  where gone.kind = 'REFRESH' and gone.consumed_at is not null`;

/** A thing that ended, or a user who is still disabled, shows its receipt. */
const NAMED = ['tokens', 'sessions', 'access_grants', 'consents', 'device_links', 'authenticators'].map(
  (table) => `exists (select from ${table} o where o.id = i.item_id)`,
);

/** The tables of what can be derived, by the column with its id. */
const DERIVED: [string, string][] = [
  ...[
    'authenticators',
    'tokens',
    'application_secrets',
    'applications',
    'users',
    'invitations',
    'links',
    'devices',
    'sessions',
    'token_families',
    'user_roles',
    'role_assignments',
    'group_members',
    'offboardings',
  ].map((table): [string, string] => [table, 'id']),
  ['passwords', 'id'],
  ['applications', 'registration_token_id'],
];

export const rules: Rule[] = [
  { name: 'interactions', table: 'oidc_artifacts', over: 'x.expires_at', keep: 0, often: true },
  { name: 'plans', table: 'revocation_plans', over: 'x.expires_at', keep: 0 },
  { name: 'application secrets', table: 'application_secrets', over: 'x.expires_at', keep: 0 },
  { name: 'idempotency keys', table: 'idempotency_keys', over: 'x.created_at', keep: 'retention.idempotencyKeys' },
  {
    name: 'access grants',
    table: 'access_grants',
    over: 'x.expires_at',
    keep: 'retention.tokens',
    where: SETTLED,
    owner: FAMILY,
  },
  {
    // By its expiry, revoked or used up or not: until then a second use of a refresh token must be seen to be one.
    name: 'tokens',
    table: 'tokens',
    over: 'x.expires_at',
    keep: 'retention.tokens',
    where: SETTLED,
    owner: FAMILY,
    leaves: ROTATED,
  },
  {
    name: 'token families',
    table: 'token_families',
    over: 'x.expires_at',
    keep: 'retention.tokens',
    where: SETTLED,
    neededBy: OF_FAMILY,
  },
  {
    name: 'sessions',
    table: 'sessions',
    over: 'x.expires_at',
    keep: 'retention.sessions',
    where: SETTLED,
    neededBy: [
      'select from token_families o where o.session_id = x.id',
      'select from tokens o where o.session_id = x.id',
    ],
  },
  {
    name: 'consents',
    table: 'consents',
    over: 'least(x.revoked_at, x.expires_at)',
    keep: 'retention.consents',
    where: SETTLED,
    neededBy: [
      'select from token_families o where o.user_id = x.user_id and o.application_id = x.application_id and o.consent_id = x.id',
    ],
  },
  { name: 'authentication requests', table: 'authentication_requests', over: 'x.kept_until', keep: 0 },
  { name: 'invitations', table: 'invitations', over: 'x.expires_at', keep: 'retention.tokens' },
  {
    name: 'lines of imports',
    table: 'import_lines',
    over: 'x.expires_at',
    keep: 0,
    // One that was stopped has more time, in which another administrator may go on with it.
    where: `not exists (select from imports i where i.id = x.import_id
      and (i.expires_at > $1 or (i.started_at is not null and i.finished_at is null)))`,
  },
  {
    name: 'imports',
    table: 'imports',
    over: 'x.created_at',
    keep: 'retention.jobs',
    neededBy: ['select from import_lines o where o.import_id = x.id'],
    parts: { table: 'import_faults', column: 'import_id' },
  },
  {
    // With the later of what it connects, and while something else was created with that.
    name: 'derived credentials',
    table: 'derived_credentials',
    over: 'x.created_at',
    keep: 'retention.tokens',
    neededBy: [
      ...DERIVED.map(([table, column]) => `select from ${table} o where o.${column} = x.credential_id`),
      'select from tokens o where o.id = x.token_id',
      'select from token_families o where o.id = x.family_id',
      'select from sessions o where o.id = x.session_id',
      ...['source_id', 'token_id', 'session_id', 'family_id'].map(
        (column) => `select from derived_credentials o where o.${column} = x.credential_id`,
      ),
    ],
  },
  { name: 'links', table: 'links', over: 'x.expires_at', keep: 0 },
  { name: 'throttles', table: 'throttles', over: 'x.expires_at', keep: 0, often: true },
  { name: 'known browsers', table: 'known_browsers', over: 'x.expires_at', keep: 0 },
  { name: 'mails', table: 'mails', over: 'x.created_at', keep: 'retention.jobs' },
  { name: 'unconfirmed authenticator apps', table: 'totp_secrets', over: 'x.expires_at', keep: 0 },
  { name: 'challenges of passkeys', table: 'passkey_challenges', over: 'x.expires_at', keep: 0 },
  { name: 'challenges', table: 'device_challenges', over: 'x.expires_at', keep: 0 },
  {
    name: 'authenticators',
    table: 'authenticators',
    over: 'x.ended_at',
    keep: 'retention.deviceLinks',
    where: SETTLED,
  },
  {
    name: 'device links',
    table: 'device_links',
    over: 'x.ended_at',
    keep: 'retention.deviceLinks',
    where: SETTLED,
    neededBy: [
      'select from sessions o where o.device_link_id = x.id',
      'select from tokens o where o.device_link_id = x.id',
      'select from token_families o where o.user_id = x.user_id and o.device_link_id = x.id',
      'select from authenticators o where o.device_link_id = x.id',
    ],
  },
  {
    name: 'ends of epochs',
    table: 'epoch_ends',
    over: 'x.ended_at',
    keep: 'retention.receipts',
    neededBy: [
      madeBefore('sessions', 'user_id'),
      madeBefore('sessions', 'device_id'),
      madeBefore('tokens', 'user_id', 'and o.user_epoch <= x.epoch'),
      madeBefore('tokens', 'application_id', 'and o.application_epoch <= x.epoch'),
      madeBefore('tokens', 'device_id'),
      madeBefore('access_grants', 'user_id'),
      madeBefore('access_grants', 'application_id', 'and o.application_epoch <= x.epoch'),
    ],
  },
  // Whole months of events are dropped as partitions; what fell outside of them is here.
  { name: 'stray events', table: 'events_default', over: 'x.occurred_at', keep: 'retention.events' },
  {
    name: 'receipts',
    table: 'revocations',
    over: 'x.requested_at',
    keep: 'retention.receipts',
    where: 'x.counts is not null',
    neededBy: [
      'select from events o where o.revocation_id = x.id',
      `select from revocation_items i where i.revocation_id = x.id and (${NAMED.join(' or ')}
         or exists (select from users o where o.id = i.item_id and o.disabled_at is not null))`,
    ],
    parts: { table: 'revocation_items', column: 'revocation_id' },
  },
  {
    name: 'given-up jobs',
    table: `${QUEUE_SCHEMA}._private_jobs`,
    over: 'x.updated_at',
    keep: 'retention.jobs',
    where: 'x.attempts >= x.max_attempts and x.locked_at is null',
  },
  { name: 'signing keys', table: 'signing_keys', over: 'x.retired_at', keep: 'retention.signingKeys' },
];
