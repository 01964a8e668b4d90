/** The directory of package.json, in which `migrations` and the generated files are. Sources and builds are at different depths below it. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const above = (directory: string): string =>
  existsSync(path.join(directory, 'package.json')) ? directory : above(path.dirname(directory));

export const ROOT = above(__dirname);
