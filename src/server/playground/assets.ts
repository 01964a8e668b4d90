/** Where the bundled playground lies, and the list of it that the build leaves for the server. */
import { join, resolve } from 'node:path';

/** From the root, so that it is the same place whether this file runs from `src` (tests) or from `dist`. */
export const assetsDirectory = join(resolve(__dirname, '../../..'), 'dist/server/playground/assets');

export const manifestName = 'manifest.json';

export interface Manifest {
  /** Fingerprint of what the bundle was made from. */
  inputs: string;
  files: string[];
  script: string;
  style: string;
  workers: Record<'editor' | 'json' | 'graphql', string>;
}
