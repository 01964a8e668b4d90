/** Files of the build that this run tests: global-setup.ts makes it, and later builds leave it alone. */
import path from 'node:path';

export const built = (file: string): string => path.join(process.env.CASTELLAN_BUILD!, file);
