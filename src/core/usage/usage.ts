/**
 * Records when sessions, tokens and devices were last used, and extends sessions by it. Uses are collected in memory and written together every
 * few seconds, outside of any request.
 */
import type { Database } from '../../database/database';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';

const INTERVAL_MS = 5_000;

/** Updates rows in the order of their ids and skips locked ones, so that processes do not wait for each other. */
const touch = (table: string, column: string) => `
  update ${table} x set ${column} = greatest(x.${column}, u.at)
  from (select r.id, g.at from ${table} r join unnest($1::uuid[], $2::timestamptz[]) as g (id, at) on g.id = r.id
    order by r.id for no key update of r skip locked) u
  where x.id = u.id`;

/**
 * Use extends a live session, up to its absolute lifetime. Extensions of less than a hundredth of the idle lifetime are skipped: the column is
 * indexed and more expensive to write than the time of last use.
 */
const TOUCH_SESSIONS = `
  update sessions x set last_seen_at = greatest(x.last_seen_at, u.at),
    expires_at = case when x.ended_at is null and x.expires_at > now() and u.until > x.expires_at + make_interval(secs => x.idle_seconds / 100.0)
      then u.until else x.expires_at end
  from (select r.id, g.at, least(g.at + make_interval(secs => r.idle_seconds), r.authenticated_at + make_interval(secs => r.absolute_seconds)) as until
    from sessions r join unnest($1::uuid[], $2::timestamptz[]) as g (id, at) on g.id = r.id
    order by r.id for no key update of r skip locked) u
  where x.id = u.id`;

const STATEMENTS = {
  token: touch('tokens', 'last_used_at'),
  session: TOUCH_SESSIONS,
  deviceLink: touch('device_links', 'last_seen_at'),
  device: touch('devices', 'last_seen_at'),
};
type Kind = keyof typeof STATEMENTS;

/** Updates the last activity of the users, at most once an hour, since the column is indexed. */
const activeBy = (table: string) => `
  with used as (
    select r.user_id, max(g.at) as at from ${table} r join unnest($1::uuid[], $2::timestamptz[]) as g (id, at) on g.id = r.id
    where r.user_id is not null group by r.user_id)
  update users x set last_activity_at = u.at
  from (select r.id, used.at from users r join used on used.user_id = r.id
    where r.last_activity_at is null or r.last_activity_at < used.at - interval '1 hour'
    order by r.id for no key update of r skip locked) u
  where x.id = u.id`;
const ACTIVITY: Partial<Record<Kind, string>> = {
  token: activeBy('tokens'),
  session: activeBy('sessions'),
  deviceLink: activeBy('device_links'),
};

/** Using a device link also counts as using its device. */
const DEVICES_OF_LINKS = 'select id, device_id as "deviceId" from device_links where id = any($1::uuid[])';

export class UsageRecorder {
  private seen: Record<Kind, Map<string, Date>> = {
    token: new Map(),
    session: new Map(),
    deviceLink: new Map(),
    device: new Map(),
  };
  private readonly timer: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {
    this.timer = setInterval(() => void this.flush(), INTERVAL_MS);
    this.timer.unref();
  }

  token(id: string): void {
    this.seen.token.set(id, this.clock.now());
  }

  session(id: string): void {
    this.seen.session.set(id, this.clock.now());
  }

  /** A user on a device, by the id of the device link. */
  device(linkId: string): void {
    this.seen.deviceLink.set(linkId, this.clock.now());
  }

  /** A device that used its own credentials. */
  installation(deviceId: string): void {
    this.seen.device.set(deviceId, this.clock.now());
  }

  /** Writes what was collected. A failure only loses times of last use, so it is logged and not thrown. */
  flush(): Promise<void> {
    this.writing = this.writing
      .then(() => this.write())
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'failed to record times of last use');
      });
    return this.writing;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async write(): Promise<void> {
    const { seen } = this;
    this.seen = { token: new Map(), session: new Map(), deviceLink: new Map(), device: new Map() };
    if (seen.deviceLink.size > 0) {
      const links = await this.database.query<{ id: string; deviceId: string }>(DEVICES_OF_LINKS, [
        [...seen.deviceLink.keys()],
      ]);
      for (const { id, deviceId } of links) seen.device.set(deviceId, seen.deviceLink.get(id)!);
    }
    for (const kind of Object.keys(STATEMENTS) as Kind[])
      if (seen[kind].size > 0) {
        const used = [[...seen[kind].keys()], [...seen[kind].values()]];
        await this.database.execute(STATEMENTS[kind], used);
        if (ACTIVITY[kind]) await this.database.execute(ACTIVITY[kind], used);
      }
  }
}
