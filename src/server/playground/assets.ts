/** The location of the bundled playground, and the manifest that the build writes for the server. */
import { join, resolve } from 'node:path';

/** Relative to the root, so that it is the same for `src` (tests) and `dist`. */
export const assetsDirectory = join(resolve(__dirname, '../../..'), 'dist/server/playground/assets');

export const manifestName = 'manifest.json';

export interface Manifest {
  /** Fingerprint of the bundle's sources. */
  inputs: string;
  files: string[];
  script: string;
  style: string;
  workers: Record<'editor' | 'json' | 'graphql', string>;
}
