/** Public ids for the reference servers, which load no module of the service. */
'use strict';
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { built, DIST } = require('../built');
const { encodeId, registerIds } = require(built('platform/type-id'));

for (const file of readdirSync(DIST, { recursive: true }))
  if (path.basename(file) === 'vocabulary.js') registerIds(require(path.join(DIST, file)).ids ?? {});

module.exports = { encodeId };
