/** `npm run data-model`: writes docs/data-model.md. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataModel } from './data-model';

const write = async () => writeFileSync(path.resolve(__dirname, '../../docs/data-model.md'), await dataModel());

void write();
