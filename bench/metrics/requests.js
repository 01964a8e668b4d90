/** Single requests: the page, the least that the endpoint can do, introspection, and the authorization rules. */
'use strict';
const { built } = require('../built');
const { compare } = require('../compare');
const { start } = require('../leg');
const { HELLO_BODY, JSON_TYPE } = require('../queries');
const { requestsOf } = require('../world');

const servers = ({ environment, service }) => ({
  real: () => start(built('main.js'), service),
  expert: () => start('bench/servers/expert.js', environment),
  hello: () => start('bench/servers/hello.js', {}),
  naive: () => start('bench/servers/naive.js', environment),
  endpoint: (rules) => () => start('bench/servers/endpoint.js', { ...environment, BENCH_RULES: rules }),
});

const page = (world) => {
  const { page: request, notLive } = requestsOf(world);
  const { real, expert } = servers(world);
  return compare({ a: real, b: expert, request, same: [request, notLive], count: 500 }, world);
};

const hello = (world) => {
  const { real, hello: least } = servers(world);
  const request = { path: '/graphql', headers: JSON_TYPE, body: HELLO_BODY };
  return compare({ a: real, b: least, request, same: [request], count: 4_000 }, world);
};

const introspection = (whose) => (world) => {
  const requests = requestsOf(world);
  const request = requests[whose];
  const { real, expert } = servers(world);
  return compare({ a: real, b: expert, request, same: [request, ...requests.introspectEach], count: 2_000 }, world);
};

const rules = (world) => {
  const { page: request } = requestsOf(world);
  const { endpoint } = servers(world);
  return compare({ a: endpoint('on'), b: endpoint('off'), request, same: [request], count: 500 }, world);
};

const naive = (world) => {
  const { page: request } = requestsOf(world);
  const { naive: usual, expert } = servers(world);
  return compare({ a: usual, b: expert, request, count: 300 }, world);
};

module.exports = {
  page: { name: '1 page ÷ R1*', goal: '≤ 1.1', run: page },
  hello: { name: '2 hello ÷ H', goal: '≤ 1.5', run: hello },
  introspection: { name: '3 introspection ÷ R1*, machine', goal: '≤ 0.9', run: introspection('introspectMachine') },
  'introspection-user': { name: '3 introspection ÷ R1*, user', goal: '≤ 0.9', run: introspection('introspectUser') },
  rules: { name: '11 page with rules ÷ without', goal: '≤ 1.02', run: rules },
  naive: { name: 'N: the naive page ÷ R1*', goal: '', run: naive },
};
