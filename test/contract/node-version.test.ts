/** The oldest Node that README.md names is one that every package accepts, so that `npm ci` prints no warning there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** The clauses of the ranges that packages use: `>=22.15.0`, `^20.19.0 || ^22.13.0 || >=24`, `>= 22.22`, `18 || 20 || >=22`, `*`. */
const accepts = (range: string, [major, minor]: [number, number]): boolean =>
  range.split('||').some((clause) =>
    clause
      .trim()
      .replace(/(>=?|<=?|\^|~)\s+/g, '$1')
      .split(/\s+/)
      .every((comparison) => {
        if (/^(\*|x|)$/.test(comparison)) return true;
        const [, operator, a, b] =
          /^(>=|<=|>|<|\^|~|=?)v?(\d+)(?:\.(\d+|x|\*))?(?:\.[\dx*]+)?(?:-\S*)?$/.exec(comparison) ?? [];
        if (a === undefined) throw new Error(`a range that this test cannot read: ${range}`);
        const [theirs, least] = [Number(a), Number(b) || 0];
        const atLeast = major > theirs || (major === theirs && minor >= least);
        if (operator === '>=' || operator === '>') return atLeast;
        if (operator === '<' || operator === '<=') return !atLeast;
        if (operator === '^') return major === theirs && minor >= least;
        return major === theirs && (b === undefined || Number.isNaN(Number(b)) || minor === least);
      }),
  );

const named = (text: string): [number, number][] =>
  [...text.matchAll(/Node (\d+)\.(\d+)/g)].map(([, major, minor]) => [Number(major), Number(minor)]);

test('every package accepts the versions that README.md names, and package.json names the same', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { engines?: { node?: string } }>;
  };
  const versions = named(readme.slice(readme.indexOf('## Getting started'), readme.indexOf('## A tour')));
  expect(versions).toHaveLength(2);
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  expect(engines.node.match(/\d+\.\d+/g)!.sort()).toEqual(versions.map(([a, b]) => `${a}.${b}`).sort());
  expect(lock.packages['']!.engines).toEqual(engines);
  const refusing = Object.entries(lock.packages).flatMap(([name, { engines: theirs }]) =>
    versions
      .filter((version) => theirs?.node && !accepts(theirs.node, version))
      .map((version) => [name, theirs!.node, version]),
  );
  expect(refusing).toEqual([]);
  expect(accepts('^20.19.0 || ^22.13.0 || >=24.11.0', [24, 10])).toBe(false);
});
