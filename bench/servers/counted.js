/**
 * The service, with what its requests send to PostgreSQL counted at the driver. Background work is not counted. Responds to any message with
 * the counts since the last one, after the backends have reported their statistics.
 */
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const pg = require('pg');
const { built } = require('../built');

const inRequest = new AsyncLocalStorage();
const { emit } = http.Server.prototype;
http.Server.prototype.emit = function (event, ...rest) {
  return event === 'request'
    ? inRequest.run(true, () => emit.call(this, event, ...rest))
    : emit.call(this, event, ...rest);
};

let counts;
const reset = () => (counts = { statements: [], roundTrips: 0, clients: new Set() });
reset();

const { query } = pg.Client.prototype;
const waiting = new WeakMap();
pg.Client.prototype.query = function (...args) {
  if (!waiting.has(this)) {
    waiting.set(this, 0);
    this.connection.on('readyForQuery', () => waiting.set(this, Math.max(0, waiting.get(this) - 1)));
  }
  if (inRequest.getStore()) {
    counts.statements.push(typeof args[0] === 'string' ? args[0] : args[0].text);
    counts.clients.add(this);
    // What is sent behind another statement on the same connection does not wait for its answer.
    if (!this.pipeline || waiting.get(this) === 0) counts.roundTrips += 1;
  }
  waiting.set(this, waiting.get(this) + 1);
  return query.apply(this, args);
};

process.on('message', async () => {
  const { clients, statements, roundTrips } = counts;
  for (const client of clients) await query.call(client, 'select pg_stat_force_next_flush()');
  process.send({ statements, roundTrips, backends: [...clients].map(({ processID }) => processID) });
  reset();
});

require(built('main.js'));
