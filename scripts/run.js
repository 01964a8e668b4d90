/**
 * `node scripts/run.js <program> …`: runs a program of the service, such as `main.js` or `tools/demo.js`, out of a build of the present sources.
 * `--built` takes the last `npm run build` instead and needs no compiler.
 */
'use strict';
const path = require('node:path');
const { build, latest } = require('./build');

const built = process.argv[2] === '--built';
const [program, ...args] = process.argv.slice(built ? 3 : 2);
try {
  const file = path.join(built ? latest() : build(process.pid), program);
  process.argv.splice(1, Infinity, file, ...args);
} catch (error) {
  process.stderr.write(`The build failed: ${error.message}\n`);
  process.exit(1);
}
require(process.argv[1]);
