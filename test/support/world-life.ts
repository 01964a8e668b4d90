/**
 * Reads the tables whole and says in plain words, without any of the service's own SQL, what in them is live: what properties hold the service's
 * predicate and receipts against.
 */
import { createHash } from 'node:crypto';
import type { Database } from '../../src/database/database';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Row = Record<string, any>;
/** Something that can die, with the ids of whatever it hangs on; its own id is among them, under the name that others call it by. */
export type Thing = Row & { item: string; id: string };

export interface Reading {
  rows: Record<string, Row[]>;
  /** What may be used now, or may again once its user is enabled, by type and id. */
  living: Map<string, Thing>;
  /** Of every row of every table but those of plans, as they lie. */
  digest: string;
}

export const nameOf = ({ item, id }: { item: string; id: string }): string => `${item} ${id}`;

const isPast = (time: string | null, now: string): boolean => time !== null && Date.parse(time) <= Date.parse(now);

const livingIn = (rows: Record<string, Row[]>, now: string): Thing[] => {
  const by = Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [table, new Map(all.map((x) => [x.id, x]))]),
  );
  /** What it hangs on, if on anything, is there and as it has to be. */
  const holds = (table: string, id: string | null, isRight: (row: Row) => boolean): boolean => {
    const row = by[table]!.get(id);
    return id === null || (row !== undefined && isRight(row));
  };
  const maySignIn = (user: Row) => user.disabled_at === null && [null, 'PENDING_LOGIN'].includes(user.onboarding);
  const ofUser = (x: Row) => holds('users', x.user_id, (user) => maySignIn(user) && x.user_epoch === user.epoch);
  const onLink = (x: Row) => holds('device_links', x.device_link_id, (link) => link.ended_at === null);
  const onDevice = (x: Row) => onLink(x) && holds('devices', x.device_id, () => true);
  const ofApplication = (x: Row) =>
    holds('applications', x.application_id, (a) => a.disabled_at === null && a.epoch === x.application_epoch);
  const ofImpersonator = (session: Row) =>
    holds('users', session.impersonator_id, (user) => maySignIn(user) && user.epoch === session.impersonator_epoch);
  // A session takes what it issued with it, unless it was told to spare that; running out it takes only what is bound to it, or was
  // issued in the place of its user.
  const ofSession = (x: Row) =>
    holds('sessions', x.session_id, (session) => {
      const ranOut = isPast(session.expires_at, session.ended_at ?? now);
      const isBound = x.session_bound || session.impersonator_id !== null;
      return session.tokens_ended_at === null && !(isBound && ranOut) && ofImpersonator(session);
    });
  const ofConsent = (x: Row) =>
    holds('consents', x.consent_id, (consent) => {
      const ranOut = isPast(consent.expires_at, consent.revoked_at ?? now);
      return consent.tokens_ended_at === null && !ranOut;
    });
  const ofFamily = (x: Row) => holds('token_families', x.family_id, (family) => family.ended_at === null);
  const isFresh = (x: Row) => x.revoked_at === null && x.consumed_at === null && !isPast(x.expires_at, now);
  const isUsable = (x: Row) =>
    isFresh(x) && [ofUser, onDevice, ofApplication, ofSession, ofConsent, ofFamily].every((link) => link(x));
  // An API token has no epoch: it waits while its user is disabled.
  const isWaiting = (x: Row) => x.kind === 'API' && !maySignIn(by['users']!.get(x.user_id) ?? {});
  const isUsableOnceEnabled = (x: Row) =>
    x.kind === 'API' ? isFresh(x) && ofApplication(x) && holds('users', x.user_id, () => true) : isUsable(x);
  const notEnded = (x: Row) => x.ended_at === null;
  const deviceOf = (x: Row) => ({ device_id: by['device_links']!.get(x.device_link_id)?.device_id });

  const things: [string, string | ((row: Row) => string), (row: Row) => boolean, ((row: Row) => Row)?][] = [
    ['users', 'USER', maySignIn, ({ id }) => ({ user_id: id })],
    ['devices', 'DEVICE', () => true, ({ id }) => ({ device_id: id })],
    ['device_links', 'DEVICE_LINK', notEnded, ({ id }) => ({ device_link_id: id })],
    [
      'sessions',
      'SESSION',
      (x) => notEnded(x) && !isPast(x.expires_at, now) && ofUser(x) && onLink(x) && ofImpersonator(x),
      ({ id }) => ({ session_id: id }),
    ],
    [
      'consents',
      'CONSENT',
      (x) => x.revoked_at === null && !isPast(x.expires_at, now),
      ({ id }) => ({ consent_id: id }),
    ],
    ['access_grants', 'ACCESS_GRANT', isUsable],
    ['tokens', ({ kind }) => `${kind}_TOKEN`, isUsableOnceEnabled, (x) => ({ isWaiting: isWaiting(x) })],
    ['authenticators', 'AUTHENTICATOR', notEnded, deviceOf],
    ['push_enrollments', 'PUSH_ENROLLMENT', () => true],
  ];
  return things.flatMap(([table, item, isLive, more]) =>
    rows[table]!.filter(isLive).map((row) => {
      const kind = typeof item === 'string' ? item : item(row);
      return { ...row, ...more?.(row), item: kind, id: row.id as string };
    }),
  );
};

/** All tables of the database but that of plans, which a plan is kept in. */
const tablesOf = async (database: Database): Promise<string[]> => {
  const found = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
       and relname <> 'revocation_plans' order by relname`,
  );
  return found.map(({ name }) => name);
};

export const reader = async (database: Database): Promise<() => Promise<Reading>> => {
  const whole = (await tablesOf(database)).map(
    (table) => `select '${table}' as name, (select coalesce(json_agg(x), '[]') from ${table} x) as rows`,
  );
  const sql = `select to_json(now()) #>> '{}' as now, (select json_object_agg(name, rows)::text from (${whole.join(' union all ')}) t) as rows`;
  return async () => {
    const read = (await database.one<{ now: string; rows: string }>(sql))!;
    const rows = JSON.parse(read.rows) as Record<string, Row[]>;
    const living = new Map(livingIn(rows, read.now).map((thing) => [nameOf(thing), thing]));
    return { rows, living, digest: createHash('sha256').update(read.rows).digest('hex') };
  };
};
