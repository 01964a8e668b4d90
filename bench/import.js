/**
 * `npm run bench:import`: how long an import of 100,000 users with password hashes and attributes takes, and whether killing a process with -9
 * in the middle loses or duplicates users. Uses its own embedded PostgreSQL with full durability.
 */
'use strict';
const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { built } = require('./built');
const { clientCredentials } = require(built('tools/oidc-flow'));

const PEOPLE = Number(process.argv[2] ?? 100_000);
const HASH =
  '$pbkdf2-sha256$i=27500$MDEyMzQ1Njc4OWFiY2RlZg$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1ODS+Ooo+SM5Ep4eJNd+eywW2X+UkNdTatqTScXAD7qm+w';
const dataDir = mkdtempSync(path.join(tmpdir(), 'castellan-bench-import-'));
const BAR = 30;

const start = (port) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [built('main.js')], {
      cwd: path.resolve(__dirname, '..'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (chunk) => {
      const ready = /^castellan ready (\S+)/m.exec(String(chunk));
      if (ready) resolve({ child, url: ready[1], port: Number(new URL(ready[1]).port) });
    });
    child.on('exit', (code) => reject(new Error(`the service ended with code ${code}`)));
  });

const file = () => {
  const lines = ['username,email,emailVerified,name,path,passwordHash,attributes'];
  for (let n = 0; n < PEOPLE; n += 1)
    lines.push(
      `person${n},person${n}@example.com,true,Person Number ${n},emea/team${n % 50},${HASH},"{""costCentre"":${n % 900}}"`,
    );
  return lines.join('\n');
};

const asked = async (url, token, query, variables) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
};

const tokenOf = async () => {
  const { issuer, client } = JSON.parse(readFileSync(path.join(dataDir, 'bootstrap.json'), 'utf8'));
  const options = { issuer, clientId: client.client_id, clientSecret: client.client_secret };
  return (await clientCredentials(options, { scope: 'admin' })).access_token;
};

const show = (done) => {
  const filled = Math.round((done / PEOPLE) * BAR);
  const text = `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${done} of ${PEOPLE}`;
  process.stdout.write(process.stdout.isTTY ? `\r${text}` : `${text}\n`);
};

const seconds = (since) => ((performance.now() - since) / 1_000).toFixed(1);
const IMPORT = 'query ($id: ID!) { import(id: $id) { status created refused } }';
const START = 'mutation ($i: ImportUsersInput!) { importUsers(input: $i) { errors { message } } }';

const main = async () => {
  let { child, url, port } = await start(0);
  try {
    const token = await tokenOf();
    const body = file();
    const began = performance.now();
    const response = await fetch(`${url}/imports?format=csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    const { import: uploaded } = await response.json();
    if (uploaded?.ready !== PEOPLE) throw new Error(`uploaded: ${JSON.stringify(uploaded)}`);
    const uploadedIn = seconds(began);
    await asked(url, token, START, { i: { importId: uploaded.id } });
    let killed = null;
    for (;;) {
      const { import: found } = await asked(url, token, IMPORT, { id: uploaded.id });
      show(found.created);
      if (found.status === 'DONE') break;
      if (killed === null && found.created >= PEOPLE / 2) {
        child.removeAllListeners('exit');
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
        const since = performance.now();
        ({ child } = await start(port));
        // Calling it again avoids waiting until the killed process is detected.
        await asked(url, token, START, { i: { importId: uploaded.id } });
        killed = { at: found.created, backIn: seconds(since) };
      }
      await sleep(500);
    }
    const all = seconds(began);
    const { users } = await asked(url, token, '{ folders { path users } users(first: 1) { totalCount } }', {}).then(
      ({ folders }) => folders.find(({ path: folder }) => folder === 'emea'),
    );
    if (users !== PEOPLE) throw new Error(`expected ${PEOPLE} users, found ${users}`);
    process.stdout.write(
      `\n${PEOPLE} users in ${all} s: uploaded and checked in ${uploadedIn} s; killed at ${killed?.at}, back in ${killed?.backIn} s; all ${users} users exist exactly once.\n`,
    );
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
};

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
