import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'graphql';
import { bytesOf, createDocumentStore } from '../../../src/server/documents';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const heap = (): number => {
  gc();
  return process.memoryUsage().heapUsed;
};

const shapes: Record<string, (n: number) => string> = {
  comments: (n) => `{ __typename } # ${n}\n${'#\n'.repeat(5_000)}`,
  fields: (n) => `{ viewer { ${'id '.repeat(1_900)} } } # ${n}`,
  values: (n) => `{ a(b: [${'1 '.repeat(3_900)}]) } # ${n}`,
  'one long value': (n) => `{ a(b: "${'x'.repeat(90_000)}") } # ${n}`,
  'little else than space': (n) => `{ a } # ${n}${' '.repeat(90_000)}`,
};

test.each(Object.entries(shapes))('the memory of a document: %s', (_, text) => {
  const before = heap();
  const documents = Array.from({ length: 30 }, (__, n) => parse(text(n)));
  const taken = heap() - before;
  expect(taken).toBeLessThan(2 * documents.reduce((sum, document) => sum + bytesOf(document), 0));
});

const stored = async (text: (n: number) => string, count: number): Promise<number> => {
  const store = createDocumentStore();
  for (let n = 0; n < count; n += 1) await store.set(`${n}`, parse(text(n)));
  const found = await Promise.all(Array.from({ length: count }, (_, n) => store.get(`${n}`)));
  return found.filter(Boolean).length;
};

test('few large documents are stored, and many of usual size', async () => {
  expect(await stored(shapes['fields']!, 50)).toBeLessThan(40);
  expect(await stored(shapes['comments']!, 50)).toBeLessThan(20);
  const usual = (n: number) =>
    `query Q${n}($id: ID!) { user(id: $id) { ${'sessions { nodes { id status } } '.repeat(5)} } }`;
  expect(await stored(usual, 400)).toBe(400);
});
