/** `npm run schema`: writes schema.graphql. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { printedSchema } from './schema';

writeFileSync(path.resolve(__dirname, '../../schema.graphql'), printedSchema());
