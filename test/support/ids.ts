/** Runs before each suite: the ids of all modules, for tests that read and write public ids without loading the service. */
import { registerIds } from '../../src/platform/type-id';
import { vocabularies } from './vocabulary';

for (const { ids = {} } of vocabularies) registerIds(ids);
