/** `npm run permissions`: writes permissions.snap. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/root';
import { permissionCensus } from '../server/permission-census';
import { allRules } from './schema';

writeFileSync(path.join(ROOT, 'permissions.snap'), permissionCensus(allRules));
