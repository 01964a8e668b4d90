/** `npm run permissions`: writes permissions.snap. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { permissionCensus } from '../server/permission-census';
import { allRules } from './schema';

writeFileSync(path.resolve(__dirname, '../../permissions.snap'), permissionCensus(allRules));
