/** Runs a script of pgbench with pg where pgbench is not installed: the same statements, prepared, on as many connections. Costs more CPU time. */
'use strict';
const { readFileSync } = require('node:fs');
const pg = require('pg');

const { DATABASE_URL, BENCH_SCRIPT, BENCH_VARIABLES, BENCH_CLIENTS, BENCH_TRANSACTIONS } = process.env;

/** The statements of a script, with `$1` for variables. `sets` says that the row becomes variables. What is between \if and \endif runs first, once. */
const statementsOf = (script) =>
  script
    .replace(/^\\.*$/gm, '')
    .split(/(;\s*$|\\gset\s*$)/m)
    .reduce((found, part, n, parts) => {
      if (n % 2 === 1 || part.trim() === '') return found;
      const names = [];
      const text = part.trim().replace(/(?<!:):([a-z_]+)/g, (_, name) => `$${names.push(name)}`);
      return [...found, { text, names, sets: parts[n + 1]?.startsWith('\\gset') ?? false }];
    }, []);

const run = async (number) => {
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  const [first, ...statements] = statementsOf(readFileSync(BENCH_SCRIPT, 'utf8'));
  const variables = { ...JSON.parse(BENCH_VARIABLES), client_id: number };
  const execute = async ({ text, names, sets }, index) => {
    const values = names.map((name) => variables[name]);
    const { rows } = await client.query({ name: `s${index}`, text, values });
    if (sets && rows.length !== 1) throw new Error(`${rows.length} rows instead of one:\n${text}`);
    if (sets) Object.assign(variables, rows[0]);
  };
  await execute(first, 'first');
  for (let n = 0; n < Number(BENCH_TRANSACTIONS); n += 1)
    for (const [index, statement] of statements.entries()) await execute(statement, index);
  await client.end();
};

Promise.all(Array.from({ length: Number(BENCH_CLIENTS) }, (_, number) => run(number))).catch((error) => {
  console.error(error);
  process.exit(1);
});
