/** One leg of a measurement: a fresh server process, called over a few persistent connections, and the CPU time used by it and PostgreSQL. */
'use strict';
const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');
const { DIST } = require('./built');
const { cpuOf } = require('./cpu');

const ROOT = path.resolve(__dirname, '..');
const CONNECTIONS = 8;
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

/** Starts a script of the repository and waits until it reports that it is ready. */
exports.start = (script, env, ipc = false) =>
  new Promise((resolve, reject) => {
    const args = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];
    const child = spawn(process.execPath, [...args, script], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        HOST: '127.0.0.1',
        LOG_LEVEL: 'warn',
        CASTELLAN_BUILD: DIST,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc'] : [])],
    });
    children.add(child);
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const ready = /^castellan ready (\S+)/m.exec(out);
      if (ready) resolve({ url: ready[1], child, stop: () => stop(child) });
    });
    child.on('exit', (code) => {
      children.delete(child);
      reject(new Error(`${script} ended with code ${code}`));
    });
  });

const stop = (child) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill(process.env.BENCH_PROFILE ? 'SIGINT' : 'SIGTERM');
  });

const ask = (agent, url, { path: at, method = 'POST', headers, body }) =>
  new Promise((resolve, reject) => {
    const request = http.request(url + at, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
exports.ask = ask;

/** A response that is not 200 or has errors invalidates the measurement. */
exports.answer = async (url, request, agent) => {
  const { status, text } = await ask(agent, url, request);
  if (status !== 200 || /"errors":\s*\[\s*\{/.test(text))
    throw new Error(`unexpected response ${status}: ${text.slice(0, 500)}`);
  return text;
};

/** `request` is the same each time, or a function of the connection that calls the service with `answer`. */
const load = async (url, request, count, agent) => {
  let left = count;
  const call = typeof request === 'function' ? request : () => exports.answer(url, request, agent);
  const worker = async (_, connection) => {
    while (left-- > 0) await call(connection, (one) => exports.answer(url, one, agent));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
};

/** CPU milliseconds per request of the server and of the database backends. */
exports.measure = async (server, request, { warm, count }, postgres) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const pid = server.child.pid;
  try {
    await load(server.url, request, warm, agent);
    const [before, node] = [await postgres(), cpuOf(pid)];
    await load(server.url, request, count, agent);
    return { node: (cpuOf(pid) - node) / count, postgres: ((await postgres()) - before) / count };
  } finally {
    agent.destroy();
  }
};
