/**
 * `npm run build`: compiles the service into `dist/<hash of its sources>`, so that commands in one checkout never change files under each other. A
 * build is written elsewhere and renamed when it is complete; one that exists is used as it is. `dist/latest` points at the last `npm run build`.
 */
'use strict';
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const ROOT = path.resolve(__dirname, '..');
const DIST = path.join(ROOT, 'dist');
const LATEST = path.join(DIST, 'latest');
/** Empty files named `<hash>.<pid>`: processes that use a build. */
const USERS = path.join(DIST, '.users');
/** Builds to keep besides those in use, and how long each is kept at least. */
const KEPT = 4;
const KEPT_MS = 10 * 60_000;

const NAME = /^[0-9a-f]{16}$/;

/** All that a build is made of. */
const inputs = () => {
  const sources = fs.readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  return [
    ...['.swcrc', 'package-lock.json', 'scripts/build.js'].map((file) => path.join(ROOT, file)),
    ...sources.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)),
  ].sort();
};

const hashOfInputs = () => {
  const hash = createHash('sha256');
  for (const file of inputs()) {
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
};

const isRunning = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const namesIn = (directory) => (fs.existsSync(directory) ? fs.readdirSync(directory) : []);
const remove = (directory) => fs.rmSync(directory, { recursive: true, force: true });

/** Compiles everything into `directory`. */
const compile = (directory) => {
  const run = (file, ...args) => execFileSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: 'inherit' });
  const swc = path.join(path.dirname(require.resolve('@swc/cli/package.json')), 'bin/swc.js');
  const target = path.relative(ROOT, directory);
  run(swc, 'src', '-d', target, '--strip-leading-paths', '--quiet', '--ignore', 'src/server/playground/client/**');
  run(path.join(directory, 'server/playground/build.js'));
};

/** Removes builds that nobody uses, except for the newest, and what killed builds have left behind. */
const tidy = (current) => {
  const used = new Set([current, namesIn(DIST).includes('latest') ? fs.readlinkSync(LATEST) : '']);
  for (const name of namesIn(USERS)) {
    const [hash, pid] = name.split('.');
    if (isRunning(Number(pid))) used.add(hash);
    else remove(path.join(USERS, name));
  }
  const lastUse = (name) => fs.statSync(path.join(DIST, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = namesIn(DIST)
    .filter((name) => NAME.test(name) && !used.has(name))
    .map((name) => ({ name, at: lastUse(name) }))
    .sort((a, b) => b.at - a.at)
    .filter(({ at }, place) => place >= KEPT && at < Date.now() - KEPT_MS);
  for (const { name } of old) remove(path.join(DIST, name));
  for (const name of namesIn(DIST)) {
    const half = /^\.new\.(\d+)\./.exec(name);
    const known = NAME.test(name) || name === 'latest' || name.startsWith('.');
    if (half ? !isRunning(Number(half[1])) : !known) remove(path.join(DIST, name));
  }
};

/** Builds what is not built yet and returns the directory, which stays while the process `user` runs. */
const build = (user) => {
  for (;;) {
    const hash = hashOfInputs();
    const directory = path.join(DIST, hash);
    fs.mkdirSync(USERS, { recursive: true });
    fs.writeFileSync(path.join(USERS, `${hash}.${user}`), '');
    if (fs.existsSync(directory)) {
      const now = new Date();
      fs.utimesSync(directory, now, now);
      return directory;
    }
    const unfinished = fs.mkdtempSync(path.join(DIST, `.new.${process.pid}.`));
    try {
      compile(unfinished);
      // Someone may have edited a source in the meantime.
      if (hashOfInputs() !== hash) continue;
      // Temporary directories are private, but the service may run as a different user than the build.
      fs.chmodSync(unfinished, 0o755);
      try {
        fs.renameSync(unfinished, directory);
      } catch (error) {
        // Another build of the same sources may have finished first.
        if (!fs.existsSync(directory)) throw error;
      }
      tidy(hash);
      return directory;
    } finally {
      remove(unfinished);
    }
  }
};

const markLatest = (directory) => {
  const link = `${LATEST}.${process.pid}`;
  remove(link);
  fs.symlinkSync(path.basename(directory), link, 'dir');
  fs.renameSync(link, LATEST);
};

/** The directory of the last `npm run build`. */
const latest = () => {
  if (!fs.existsSync(LATEST)) throw new Error('Nothing has been built. Run `npm run build` first.');
  return fs.realpathSync(LATEST);
};

module.exports = { build, latest };

if (require.main === module) {
  const { values } = parseArgs({ options: { for: { type: 'string' } } });
  try {
    const directory = build(values.for ?? process.pid);
    if (values.for === undefined) markLatest(directory);
    process.stdout.write(`${path.relative(process.cwd(), directory)}\n`);
  } catch (error) {
    process.stderr.write(`The build failed: ${error.message}\n`);
    process.exitCode = 1;
  }
}
