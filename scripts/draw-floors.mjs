/**
 * `npm run floors:draw`: draws which folders of src import which, out of the imports themselves, into ARCHITECTURE.md between its two marks. An
 * arrow that a longer way implies is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';

const PAGE = 'ARCHITECTURE.md';
const [BEGIN, END] = ['<!-- floors: written by `npm run floors:draw` -->', '<!-- /floors -->'];

const { output } = await cruise(['src'], {
  includeOnly: '^src/',
  exclude: { path: '^src/server/playground/client/' },
  tsPreCompilationDeps: true,
});
const roomOf = (file) => file.split('/')[1].replace(/\.ts$/, '');
const arrows = new Map();
for (const { source, dependencies } of output.modules)
  for (const { resolved } of dependencies) {
    const [from, to] = [roomOf(source), roomOf(resolved)];
    if (from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }

const reaches = (from, to, except) =>
  [...(arrows.get(from) ?? [])].some((next) => next !== except && (next === to || reaches(next, to)));
const lines = [...arrows.keys()].sort().flatMap((from) =>
  [...arrows.get(from)]
    .sort()
    .filter((to) => !reaches(from, to, to))
    .map((to) => `  ${from} --> ${to}`),
);

const text = readFileSync(PAGE, 'utf8');
const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
if (before < 0 || after < before) throw new Error(`${PAGE} has no marks for the picture of the floors`);
const picture = ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
writeFileSync(PAGE, `${text.slice(0, before + BEGIN.length)}\n\n${picture}\n\n${text.slice(after)}`);
