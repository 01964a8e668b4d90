/** Files of the build that is measured. The benchmark builds once; the servers that it starts use the same build. */
'use strict';
const path = require('node:path');
const { build } = require('../scripts/build');

process.env.CASTELLAN_BUILD ??= build(process.pid);

exports.DIST = process.env.CASTELLAN_BUILD;
exports.built = (file) => path.join(exports.DIST, file);
