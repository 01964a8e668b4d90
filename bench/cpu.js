/** CPU time of processes in milliseconds, from /proc. */
'use strict';
const { readdirSync, readFileSync } = require('node:fs');

const TICK_MS = 10;

/** The numbers of /proc/…/stat after the name of the process; null if it does not exist. */
const statOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return null;
  }
};

/** Of all threads, to the nanosecond; 0 if the process does not exist. */
const cpuOf = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce(
      (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
      0,
    );
  } catch {
    return 0;
  }
};
exports.cpuOf = cpuOf;

/** Of its children that have ended, to the clock tick. */
const endedChildren = (pid) => {
  const stat = statOf(pid);
  return (stat[13] + stat[14]) * TICK_MS;
};

/** Reads what the backends of this server have used, except that of the client itself. */
exports.postgresCpu = (client) => async () => {
  const { rows } = await client.query(
    `select pid from pg_stat_activity where pid <> pg_backend_pid() and backend_type in ('client backend', 'parallel worker')`,
  );
  const [{ pid: own }] = (await client.query('select pg_backend_pid() as pid')).rows;
  const [, postmaster] = statOf(own);
  return rows.reduce((sum, { pid }) => sum + cpuOf(pid), endedChildren(postmaster));
};
