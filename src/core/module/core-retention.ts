/** Retention of receipts, ended epochs, events, links and counters. */
import { EVERY_APPLICATION, EVERY_USER } from '../liveness/epochs';
import { QUEUE_SCHEMA } from '../../database/queue';
import type { RetentionRule } from './retention';

/** An ended object, or a user who is still disabled, shows its receipt. */
const SHOWN_ITEMS = ['tokens', 'sessions', 'access_grants', 'consents', 'device_links', 'authenticators'].map(
  (table) => `exists (select from ${table} o where o.id = i.item_id)`,
);

/** UUIDv7 ids begin with the time: whether anything created before the end, with a day's allowance for clock skew, still exists. */
const createdBefore = (table: string, owner: string, and = '') =>
  `select from ${table} o where o.${owner} = x.subject_id ${and}
     and o.id < (lpad(to_hex((extract(epoch from x.ended_at + interval '1 day') * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid`;

export const coreRetention: RetentionRule[] = [
  {
    name: 'idempotency keys',
    table: 'idempotency_keys',
    endedAt: 'x.created_at',
    keepFor: 'retention.idempotencyKeys',
  },
  { name: 'links', table: 'links', endedAt: 'x.expires_at', keepFor: 0 },
  { name: 'throttles', table: 'throttles', endedAt: 'x.expires_at', keepFor: 0, everyMinute: true },
  {
    name: 'ends of epochs',
    table: 'epoch_ends',
    endedAt: 'x.ended_at',
    keepFor: 'retention.receipts',
    // Those of everybody are few, and say why a token ended that was issued much later from an authorization of before.
    where: `x.subject_id not in ('${EVERY_USER}', '${EVERY_APPLICATION}')`,
    neededBy: [
      createdBefore('sessions', 'user_id'),
      createdBefore('sessions', 'device_id'),
      createdBefore('tokens', 'user_id', 'and o.user_epoch <= x.epoch'),
      createdBefore('tokens', 'application_id', 'and o.application_epoch <= x.epoch'),
      createdBefore('tokens', 'device_id'),
      createdBefore('access_grants', 'user_id'),
      createdBefore('access_grants', 'application_id', 'and o.application_epoch <= x.epoch'),
    ],
  },
  // Whole months of events are dropped as partitions; this removes events outside of them.
  { name: 'stray events', table: 'events_default', endedAt: 'x.occurred_at', keepFor: 'retention.events' },
  {
    name: 'receipts',
    table: 'revocations',
    endedAt: 'x.requested_at',
    keepFor: 'retention.receipts',
    where: 'x.counts is not null',
    neededBy: [
      'select from events o where o.revocation_id = x.id',
      `select from revocation_items i where i.revocation_id = x.id and (${SHOWN_ITEMS.join(' or ')}
         or exists (select from users o where o.id = i.item_id and o.disabled_at is not null))`,
    ],
    parts: { table: 'revocation_items', column: 'revocation_id' },
  },
  {
    name: 'given-up jobs',
    table: `${QUEUE_SCHEMA}._private_jobs`,
    endedAt: 'x.updated_at',
    keepFor: 'retention.jobs',
    where: 'x.attempts >= x.max_attempts and x.locked_at is null',
  },
];
