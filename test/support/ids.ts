/** Runs before each suite: the ids of all modules, for tests that read and write public ids without loading the service. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { registerIds } from '../../src/platform/type-id';

const SRC = path.join(__dirname, '../../src');
for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
  if (path.basename(file) !== 'vocabulary.ts') continue;
  const { ids = {} } = jest.requireActual<{ ids?: Record<string, string> }>(path.join(SRC, file));
  registerIds(ids);
}
