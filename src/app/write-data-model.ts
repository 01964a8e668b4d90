/** `npm run data-model`: writes docs/data-model.md. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/root';
import { dataModel } from './data-model';

const write = async () => writeFileSync(path.join(ROOT, 'docs/data-model.md'), await dataModel());

void write();
