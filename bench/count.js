/** Counts what one operation costs PostgreSQL. These numbers are the same on a busy machine and on an idle one. */
'use strict';
const pg = require('pg');

const SAMPLES = 4;
/** After five executions, PostgreSQL may choose another plan for a statement. */
const WARM = 6;

/** Reads statistics through another database, so that reading them is not counted. */
exports.statisticsOf = async (databaseUrl, undo) => {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  undo.push(() => client.end());
  const { rows } = await client.query(`select current_setting('server_version_num')::int >= 180000 as by_backend`);
  const byBackend = rows[0].by_backend;
  const BY_BACKEND = `select b.pid, w.wal_bytes::float8 as wal, (select sum(hits + coalesce(read_bytes, 0) / 8192)::float8
      from pg_stat_get_backend_io(b.pid) where object in ('relation', 'temp relation')) as blocks
    from pg_stat_get_activity(null) b cross join lateral pg_stat_get_backend_wal(b.pid) w where b.backend_type = 'client backend'`;
  const OF_DATABASE = `select 0 as pid, null as wal, (blks_hit + blks_read)::float8 as blocks from pg_stat_database where datname = '${name}'`;
  const read = async () =>
    new Map((await client.query(byBackend ? BY_BACKEND : OF_DATABASE)).rows.map((row) => [row.pid, row]));
  /** Since an earlier reading: of these backends, where PostgreSQL 18 tells them apart; else of the whole database, without WAL. */
  const since = async (before, backends) => {
    const after = await read();
    const pids = byBackend ? backends : [0];
    const sum = (field) =>
      pids.reduce((total, pid) => total + after.get(pid)[field] - (before.get(pid)?.[field] ?? 0), 0);
    return { blocks: sum('blocks'), wal: byBackend ? sum('wal') : null };
  };
  return { read, since };
};

/** The least of a few samples, since a checkpoint or a page that splits only adds. `prepare` is not counted; what it returns is given to `run`. */
exports.count = async ({ prepare = async () => undefined, run }, server, statistics) => {
  const counted = () =>
    new Promise((resolve) => {
      server.child.once('message', resolve);
      server.child.send('counts');
    });
  const samples = [];
  for (let n = -WARM; n < SAMPLES; n += 1) {
    const subject = await prepare();
    await counted();
    const before = await statistics.read();
    await run(subject);
    const { statements: texts, roundTrips, backends } = await counted();
    const { blocks, wal } = await statistics.since(before, backends);
    if (n >= 0) samples.push({ statements: texts.length, roundTrips, blocks, wal, texts });
  }
  const least = (field) =>
    samples.reduce((lowest, sample) => (sample[field] < lowest ? sample[field] : lowest), samples[0][field]);
  return {
    ...{ statements: least('statements'), roundTrips: least('roundTrips'), blocks: least('blocks'), wal: least('wal') },
    texts: samples.at(-1).texts,
  };
};
