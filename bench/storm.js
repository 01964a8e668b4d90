/** Signs people in without a pause, over a few connections, until the process is ended: a load from outside for `metrics/sign-in.js`. */
'use strict';
const { built } = require('./built');
const { authorize } = require(built('tools/oidc-flow'));

const STREAMS = 8;
const options = JSON.parse(process.env.BENCH_OPTIONS);
const people = process.env.BENCH_PEOPLE.split(',');

const stream = async () => {
  while (people.length > 0) await authorize({ ...options, username: people.pop() });
};
Promise.all(Array.from({ length: STREAMS }, stream)).catch((error) => {
  console.error(error);
  process.exit(1);
});
console.log('castellan ready storm');
