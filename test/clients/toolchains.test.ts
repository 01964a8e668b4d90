/** Client libraries of Python, Go and Java, each with its default settings, where their tools are installed: `npm run test:clients`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { startWithAdmin, type WithAdmin } from '../support/start';
import { HERE } from './rig';
import { describeClient, type Library, withKey } from './suite';

/** What is built and downloaded stays here for the next run. */
const BUILT = path.resolve(HERE, '../../.data/clients');
const MINUTE = 60_000;

interface Toolchain {
  name: string;
  /** A command that succeeds where the tools are installed. */
  check: [file: string, ...args: string[]];
  /** Downloads and compiles, unless it has been done. */
  build(): void;
  libraries: Library[];
}

const execute = (file: string, args: string[], directory = HERE): void => {
  try {
    execFileSync(file, args, {
      cwd: directory,
      stdio: 'pipe',
      env: { ...process.env, GOTOOLCHAIN: 'local' },
      timeout: 10 * MINUTE,
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`${file} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
};
const isInstalled = ([file, ...args]: Toolchain['check']): boolean => {
  try {
    execute(file, args);
    return true;
  } catch {
    return false;
  }
};

const all = ['userinfo', 'introspection', 'refresh', 'revocation', 'machine', 'logout'] as const;
const python = path.join(BUILT, 'python');

/** These send neither PKCE nor a nonce unless they are told to. */
const withAndWithoutPkce = (library: Library): Library[] => [
  { ...library, name: `${library.name} with PKCE`, env: { PKCE: 'true' } },
  {
    ...library,
    name: `${library.name} with its defaults, neither PKCE nor a nonce`,
    application: { pkce: 'OPTIONAL' },
  },
];

const AUTHLIB: Library = {
  name: 'Authlib',
  command: { file: `${python}/bin/python`, arguments: [path.join(HERE, 'python/authlib/app.py')] },
  offers: all,
};
const ZITADEL: Library = {
  name: 'zitadel/oidc',
  command: { file: `${BUILT}/go/zitadel`, arguments: [] },
  offers: ['userinfo', 'introspection', 'refresh', 'revocation', 'machine'],
};

const zitadelKey = withKey();

const TOOLCHAINS: Toolchain[] = [
  {
    name: 'Python',
    check: ['python3', '-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'],
    build: () => {
      if (!existsSync(`${python}/bin/pip`)) execute('python3', ['-m', 'venv', python]);
      execute(`${python}/bin/pip`, ['install', '--quiet', '-r', 'python/authlib/requirements.txt']);
    },
    libraries: [AUTHLIB, { ...AUTHLIB, name: 'Authlib with private_key_jwt', ...withKey() }],
  },
  {
    name: 'Go',
    // Fails where Go is older than what go.mod asks for.
    check: ['go', 'list', '-C', 'go', '-m'],
    build: () => execute('go', ['build', '-C', 'go', '-o', `${BUILT}/go/`, './go-oidc', './zitadel']),
    libraries: [
      ...withAndWithoutPkce({
        name: 'go-oidc',
        command: { file: `${BUILT}/go/go-oidc`, arguments: [] },
        offers: ['userinfo', 'refresh', 'machine'],
      }),
      ...withAndWithoutPkce(ZITADEL),
      {
        ...{ ...ZITADEL, ...zitadelKey, name: 'zitadel/oidc with private_key_jwt' },
        env: { ...zitadelKey.env, PKCE: 'true' },
      },
    ],
  },
  {
    name: 'Java',
    check: ['mvn', '--version'],
    build: () => execute('mvn', ['-B', '-q', '-f', 'java/spring-security', `-Dbuilt=${BUILT}/java`, 'package']),
    libraries: [
      {
        name: 'Spring Security',
        command: { file: 'java', arguments: ['-jar', `${BUILT}/java/app.jar`] },
        offers: ['userinfo', 'api', 'jwt', 'refresh', 'machine', 'logout'],
        paths: { login: '/oauth2/authorization/castellan', callback: '/login/oauth2/code/castellan' },
      },
    ],
  },
];

const wanted = process.env.CLIENT_TOOLCHAINS === '1';
const skipped = TOOLCHAINS.filter(({ check }) => !wanted || !isInstalled(check));
if (!wanted) console.warn('Client libraries of Python, Go and Java are skipped: `npm run test:clients` runs them.');
else
  for (const { name, check } of skipped)
    console.warn(`Client libraries of ${name} are skipped: \`${check.join(' ')}\` fails.`);

let world: WithAdmin;
if (wanted) {
  beforeAll(async () => void (world = await startWithAdmin()));
  afterAll(() => world?.stop());
}

for (const toolchain of TOOLCHAINS) {
  const { name, build, libraries } = toolchain;
  (skipped.includes(toolchain) ? describe.skip : describe)(name, () => {
    beforeAll(() => {
      mkdirSync(BUILT, { recursive: true });
      build();
    }, 10 * MINUTE);
    for (const library of libraries) describeClient(library, () => world);
  });
}
