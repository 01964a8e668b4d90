/** Jest compiles with SWC as the build does, but resolves import() itself: Node's own cannot be used inside its sandbox. */
import { readFileSync } from 'node:fs';
import type { Config } from 'jest';

const swc = JSON.parse(readFileSync('.swcrc', 'utf8')) as { module: object };
const compiler = { ...swc, swcrc: false, module: { ...swc.module, ignoreDynamic: false } };
/** Packages without a CommonJS form. */
const esm = [
  '@scure',
  '@noble',
  'oidc-provider',
  'jose',
  'openid-client',
  'oauth4webapi',
  'uuid',
  'nanoid',
  'quick-lru',
  'fast-check',
  'graphile-worker',
];

const config: Config = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // permissions.snap is no snapshot of Jest's: `jest -u` would remove it.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/permissions.snap'],
  transform: { '\\.[cm]?[jt]sx?$': ['@swc/jest', compiler] },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/ids.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  testTimeout: 60_000,
};

export default config;
