/** The location of the bundled playground in a build, and the manifest that the build writes for the server. */
import { join } from 'node:path';

export const assetsDirectory = join(__dirname, 'assets');

export const manifestName = 'manifest.json';

export interface Manifest {
  files: string[];
  script: string;
  style: string;
  workers: Record<'editor' | 'json' | 'graphql', string>;
}
