/** `npm run demo`: fills a running service with a small, realistic data set through the real flows, and explains how to explore it. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError, readConfig } from '../config';
import { connect, DemoError, readBootstrap, serviceOf } from './demo/api';
import { Demo, type Report } from './demo/demo';
import { runStories } from './demo/stories/all';
import { users } from './demo/world';
import { OidcError } from './oidc-flow';

const USAGE = `Usage: npm run demo [-- --bootstrap PATH]

  --bootstrap PATH  the bootstrap.json of the running service (default: DATA_DIR/bootstrap.json)
`;

const print = (line = '') => void process.stdout.write(`${line}\n`);

const readOptions = (): { bootstrap: string | undefined; help: boolean } => {
  try {
    const { values } = parseArgs({ options: { bootstrap: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    return { bootstrap: values.bootstrap, help: values.help ?? false };
  } catch (error) {
    throw new DemoError(`${(error as Error).message}\n\n${USAGE}`);
  }
};

const LABEL = 17;
const WIDTH = 110;

/** Merges equal entries with their count, and wraps the list into lines of a readable length. */
const wrapList = (entries: string[]): string[] => {
  const different = [...new Set(entries)].map((entry) => {
    const times = entries.filter((other) => other === entry).length;
    return times > 1 ? `${entry} (${times} times)` : entry;
  });
  const lines: string[] = [];
  for (const [index, entry] of different.entries()) {
    const text = index < different.length - 1 ? `${entry},` : entry;
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < WIDTH - LABEL) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(text);
  }
  return lines;
};

const printSection = ({ part, made, found }: Report): void => {
  const lines = [
    ...(made.length > 0 ? wrapList(made) : []),
    ...(found.length > 0 ? ['already there:', ...wrapList(found).map((line) => `  ${line}`)] : []),
  ];
  for (const [index, line] of lines.entries()) print(`${(index === 0 ? part : '').padEnd(LABEL)}${line}`);
};

const printAccounts = (demo: Demo, origin: string, admin: { username: string; password: string }): void => {
  const note = (username: string, role?: string) =>
    username === 'tomas' ? 'disabled, sign-in is refused' : role ? `role ${role}` : '';
  const rows = users.map(({ username, name, path: folder, role }) => [
    username,
    demo.password(username),
    name,
    folder,
    note(username, role),
  ]);
  rows.push([admin.username, admin.password, 'Administrator', '', 'role ADMIN; with its initial password']);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  print();
  print(`Users who can sign in at ${origin}/playground, with their passwords:`);
  print();
  for (const row of rows)
    print(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
};

const printExamples = (origin: string, file: string): void => {
  const at = path.relative(process.cwd(), file);
  const quoted = JSON.stringify(at.startsWith('..') ? file : `./${at}`);
  const ask = `curl -s ${origin}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d`;
  print();
  print('Or with curl:');
  print();
  print(
    `  TOKEN=$(curl -s ${origin}/oidc/token -u "$(node -p 'const { client } = require(${quoted}); client.client_id + ":" + client.client_secret')" -d grant_type=client_credentials -d scope=admin | node -p 'JSON.parse(require("fs").readFileSync(0)).access_token')`,
  );
  print(
    `  ${ask} '{"query":"{ users(filter: { hasLiveSession: true }) { totalCount nodes { username sessionsByPlatform { platform } } } }"}'`,
  );
  print(
    `  ${ask} '{"query":"{ devices { nodes { name platform users { nodes { user { username } } } } } revocations { nodes { action reason counts { sessions accessTokens refreshTokens } } } }"}'`,
  );
};

const main = async (): Promise<void> => {
  const options = readOptions();
  if (options.help) return print(USAGE);
  const file = path.resolve(options.bootstrap ?? path.join(readConfig().dataDir, 'bootstrap.json'));
  const bootstrap = readBootstrap(file);
  const origin = serviceOf(bootstrap.issuer);
  const graphql = await connect(bootstrap);
  print(`Filling the service at ${origin} through its public flows.`);
  print();
  const demo = new Demo(bootstrap, graphql);
  await runStories(demo, printSection);
  printAccounts(demo, origin, bootstrap.admin);
  printExamples(origin, file);
};

// The reader may have closed the pipe, as `head` does.
process.stdout.on('error', () => process.exit());

main().catch((error: unknown) => {
  const expected = [DemoError, ConfigurationError, OidcError].some((kind) => error instanceof kind);
  const message = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`demo: ${message}\n`);
  process.exitCode = 1;
});
