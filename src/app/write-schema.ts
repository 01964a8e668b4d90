/** `npm run schema`: writes schema.graphql. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/root';
import { printedSchema } from './schema';

writeFileSync(path.join(ROOT, 'schema.graphql'), printedSchema());
