/** The GraphQL endpoint assembled as in src/app.ts, without the provider; BENCH_RULES=off builds the schema without rules. */
'use strict';
require('reflect-metadata');
const { built } = require('../built');
const { createDataSource } = require(built('app/data-source'));
const { Database } = require(built('database/database'));
const { createLogger } = require(built('platform/logger'));
const { systemClock } = require(built('platform/clock'));
const { SealingKeys } = require(built('platform/sealing-keys'));
const { UsageRecorder } = require(built('core/usage/usage'));
const { buildSchema, declarations } = require(built('app/schema'));
const { createGraphql } = require(built('server/graphql'));
const { HttpServer } = require(built('server/http'));

const main = async () => {
  const logger = createLogger('warn');
  const source = await createDataSource(process.env.DATABASE_URL, 10, logger).initialize();
  const database = Database.of(source);
  const http = new HttpServer(logger, (request) => request.socket.remoteAddress);
  const port = await http.listen('127.0.0.1', 0);
  const graphql = await createGraphql({
    schema: buildSchema({ unprotectedForBenchmark: process.env.BENCH_RULES === 'off' }),
    database,
    logger,
    usage: new UsageRecorder(database, logger, systemClock),
    resource: `${process.env.PUBLIC_URL}/graphql`,
    introspection: 'everyone',
    services: {
      pushProviders: new Set(),
      canMail: false,
      publicUrl: process.env.PUBLIC_URL,
      sealing: new SealingKeys([], null),
      clock: systemClock,
      declarations,
    },
  });
  http.serve((request, response, info) => graphql.handle(request, response, info));
  console.log(`castellan ready http://127.0.0.1:${port}`);
};
main();
