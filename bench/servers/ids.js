/** Public ids for the reference servers, which load no module of the service. */
'use strict';
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { encodeId, registerIds } = require('../../dist/platform/type-id');

const DIST = path.join(__dirname, '../../dist');
for (const file of readdirSync(DIST, { recursive: true }))
  if (path.basename(file) === 'vocabulary.js') registerIds(require(path.join(DIST, file)).ids ?? {});

module.exports = { encodeId };
