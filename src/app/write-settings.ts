/** `npm run settings`: writes the table of settings into README.md, .env.example and docker-compose.yml. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/root';
import { SETTINGS_FILES } from './settings-files';

for (const [name, render] of Object.entries(SETTINGS_FILES)) {
  const file = path.join(ROOT, name);
  writeFileSync(file, render(readFileSync(file, 'utf8')));
}
