/**
 * What is live, derived row by row and in no hurry, from SPEC section 5 rather than from the service's own predicate: what receipts are
 * compared with.
 */
import { sql } from './graphql';

// Rows of whole tables, read as JSON.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Row = Record<string, any>;

const TABLES = [
  'users',
  'applications',
  'devices',
  'device_links',
  'sessions',
  'consents',
  'token_families',
  'tokens',
  'access_grants',
];

/** Every live thing as `TYPE uuid`. */
export const liveThings = async (databaseUrl: string): Promise<Set<string>> => {
  const select = TABLES.map((name) => `(select coalesce(jsonb_agg(to_jsonb(t)), '[]') from ${name} t) as ${name}`);
  const [read] = await sql<Record<string, Row[]>>(databaseUrl, `select ${select.join(', ')}, now() as now`);
  const { now, ...tables } = read as unknown as { now: Date } & Record<string, Row[]>;
  const table = (name: string): Row[] => (tables as Record<string, Row[]>)[name]!;
  const byId = Object.fromEntries(TABLES.map((name) => [name, new Map(table(name).map((row) => [row.id, row]))]));
  const of = (name: string, id: string | null): Row | undefined => byId[name]!.get(id);
  const running = (row: Row) => !row.expires_at || new Date(row.expires_at) > now;

  const userStands = (row: Row): boolean => {
    if (!row.user_id) return true;
    const user = of('users', row.user_id);
    return !!user && mayComeIn(user) && user.epoch === row.user_epoch;
  };
  const mayComeIn = (user: Row) =>
    !user.disabled_at && (user.onboarding === null || user.onboarding === 'PENDING_LOGIN');
  const linkStands = (row: Row) => !row.device_link_id || of('device_links', row.device_link_id)?.ended_at === null;
  const issuedStands = (row: Row): boolean => {
    const application = of('applications', row.application_id);
    const session = of('sessions', row.session_id);
    return (
      !row.revoked_at &&
      !row.consumed_at &&
      running(row) &&
      userStands(row) &&
      linkStands(row) &&
      !!application &&
      !application.disabled_at &&
      application.epoch === row.application_epoch &&
      (!row.family_id || of('token_families', row.family_id)?.ended_at === null) &&
      (!row.device_id || of('devices', row.device_id) !== undefined) &&
      (!row.consent_id || of('consents', row.consent_id)?.tokens_ended_at === null) &&
      (!row.session_id ||
        (!!session && !session.tokens_ended_at && (!row.session_bound || !!session.ended_at || running(session))))
    );
  };

  const live: [string, Row[]][] = [
    ['USER', table('users').filter(mayComeIn)],
    ['DEVICE', table('devices')],
    ['DEVICE_LINK', table('device_links').filter((row) => !row.ended_at)],
    ['SESSION', table('sessions').filter((row) => !row.ended_at && running(row) && userStands(row) && linkStands(row))],
    ['CONSENT', table('consents').filter((row) => !row.revoked_at && running(row))],
    ['ACCESS_GRANT', table('access_grants').filter(issuedStands)],
  ];
  for (const kind of ['ACCESS', 'REFRESH', 'API'])
    live.push([`${kind}_TOKEN`, table('tokens').filter((row) => row.kind === kind && issuedStands(row))]);
  return new Set(live.flatMap(([type, rows]) => rows.map((row) => `${type} ${row.id}`)));
};

/** Everything in every table, but for the times of last use, which are written behind. */
export const wholeDatabase = async (databaseUrl: string): Promise<string[]> => {
  const names = await sql<{ name: string }>(
    databaseUrl,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const selects = names.map(
    ({ name }) => `select '${name} ' || (to_jsonb(t) - 'last_used_at' - 'last_seen_at')::text as row from ${name} t`,
  );
  return (await sql<{ row: string }>(databaseUrl, selects.join(' union all '))).map(({ row }) => row).sort();
};
