/** `npm run import`: uploads a file of users to a running service, lists the rejected lines, and creates or changes the other users. */
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { DemoError, graphqlAt, readBootstrap, serviceOf } from './demo/api';
import { clientCredentials } from './oidc-flow';

const USAGE = `Usage: npm run import -- FILE [--format FORMAT] [--mode create|update|upsert] [--path emea/sales] [--keep-subject]
                             [--invite] [--reason TEXT] [--dry-run] [more options]

  --format      csv, json-lines, keycloak, scim, auth0, firebase, okta or cognito (default: from the extension .csv, .jsonl or .ndjson)
  --mode        whether to create users, to update users who exist, or both (default: create)
  --keep-subject   created users keep their previous id as their \`sub\`
  --invite      mail a link to choose a password to created users who have none
  --path        the folder of users who have none of their own
  --reason      the reason, for the audit trail
  --dry-run     only report what would be rejected
  --url         the service; requires an access token in CASTELLAN_TOKEN (default: from DATA_DIR/bootstrap.json)

How to read the file:
  --encoding    utf-8, windows-1252 or utf-16 (default: utf-8, or what a byte order mark says)
  --realm       the realm of a Keycloak export with several
  --hash-key, --salt-separator, --rounds, --mem-cost
                the password hash parameters of a Firebase project

What to do with what cannot be imported:
  --omit-passwords   create users without their password if it cannot be imported, and ask them for one
  --omit-actions     leave out required actions that do not exist here
`;

interface Fault {
  line: number;
  field: string | null;
  message: string;
}
interface Uploaded {
  id: string;
  lines: number;
  ready: number;
  creates: number;
  updates: number;
  unchanged: number;
  discarded: string[];
  refused: number;
  faults: Fault[];
}

const BY_NAME: Record<string, string> = { '.csv': 'csv', '.jsonl': 'json-lines', '.ndjson': 'json-lines' };
const BAR = 30;

/** On a terminal the line is rewritten; otherwise a line is printed every 20 %. */
const progressBar = (what: string) => {
  let said = -1;
  return (done: number, total: number): void => {
    const part = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(part * BAR);
    if (process.stdout.isTTY)
      process.stdout.write(
        `\r${what} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.round(part * 100)}%${part === 1 ? '\n' : ''}`,
      );
    else if (Math.floor(part * 5) > said) process.stdout.write(`${what} ${Math.round(part * 100)}%\n`);
    said = Math.floor(part * 5);
  };
};

/** The options that are parameters of the upload, and their names there. */
const PARAMETERS: Record<string, string> = {
  ...{ encoding: 'encoding', realm: 'realm' },
  ...{ 'salt-separator': 'saltSeparator', rounds: 'rounds', 'mem-cost': 'memCost' },
};

const readOptions = () => {
  const text = { type: 'string' as const };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ format: text, path: text, reason: text, url: text, mode: text, 'dry-run': { type: 'boolean' as const } },
      ...{ 'keep-subject': { type: 'boolean' as const }, invite: { type: 'boolean' as const } },
      'hash-key': text,
      ...{ 'omit-passwords': { type: 'boolean' as const }, 'omit-actions': { type: 'boolean' as const } },
      ...Object.fromEntries(Object.keys(PARAMETERS).map((option) => [option, text])),
    },
  });
  const [file] = positionals;
  const given = values as Record<string, string | undefined>;
  const parameters = Object.entries(PARAMETERS).flatMap(([option, name]) =>
    given[option] === undefined ? [] : [[name, given[option]] as [string, string]],
  );
  const format = values.format ?? BY_NAME[path.extname(file ?? '').toLowerCase()];
  if (!file || positionals.length > 1 || !format) throw new DemoError(USAGE);
  return { file, format, parameters, ...values };
};

/** The address of the service and an access token for it. */
const resolveTarget = async (url: string | undefined): Promise<{ origin: string; token: string }> => {
  const { dataDir, castellanToken } = readConfig();
  if (url) {
    if (!castellanToken) throw new DemoError('--url requires an access token in CASTELLAN_TOKEN');
    const { origin, pathname } = new URL(url);
    return { origin: `${origin}${pathname.replace(/\/$/, '')}`, token: castellanToken };
  }
  const { issuer, client } = readBootstrap(path.join(dataDir, 'bootstrap.json'));
  const machine = { issuer, clientId: client.client_id, clientSecret: client.client_secret };
  const { access_token } = await clientCredentials(machine, { scope: 'admin' }).catch((error: Error) => {
    throw new DemoError(`${issuer} does not respond, or rejects the client in bootstrap.json: ${error.message}`);
  });
  return { origin: serviceOf(issuer), token: access_token };
};

const upload = async (
  origin: string,
  token: string,
  { file, format, parameters, mode, path: folder, ...options }: ReturnType<typeof readOptions>,
) => {
  const { size } = statSync(file);
  const show = progressBar('uploading');
  let sent = 0;
  const counted = async function* () {
    for await (const chunk of createReadStream(file)) {
      yield chunk as Buffer;
      sent += (chunk as Buffer).length;
      show(sent, size);
    }
  };
  const query = new URLSearchParams([
    ['format', format],
    ...(folder ? [['path', folder]] : []),
    ...(mode ? [['mode', mode]] : []),
    ...(options['keep-subject'] ? [['subject', 'keep']] : []),
    ...(options['omit-passwords'] ? [['passwords', 'omit']] : []),
    ...(options['omit-actions'] ? [['requiredActions', 'omit']] : []),
    ...parameters,
  ]);
  const response = await fetch(`${origin}/imports?${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      ...(options['hash-key'] ? { 'castellan-hash-key': options['hash-key'] } : {}),
    },
    body: Readable.toWeb(Readable.from(counted(), { objectMode: false })) as BodyInit,
    duplex: 'half',
  } as RequestInit);
  const answer = (await response.json()) as { import?: Uploaded; errors?: { message: string }[] };
  if (!answer.import) throw new DemoError(answer.errors?.[0]?.message ?? `HTTP ${response.status}`);
  return answer.import;
};

const printFaults = ({ faults, refused }: Pick<Uploaded, 'faults' | 'refused'>): void => {
  for (const { line, field, message } of faults)
    process.stdout.write(`line ${line}${field ? `, ${field}` : ''}: ${message}\n`);
  if (refused > faults.length) process.stdout.write(`… and ${refused - faults.length} more\n`);
};

const main = async (): Promise<void> => {
  const options = readOptions();
  const { origin, token } = await resolveTarget(options.url);
  const uploaded = await upload(origin, token, options);
  printFaults(uploaded);
  for (const earlier of uploaded.discarded)
    process.stdout.write(`${earlier}, an earlier upload that was not started, was discarded to make room.\n`);
  process.stdout.write(
    options.mode && options.mode !== 'create'
      ? `${uploaded.id}: of ${uploaded.lines} users, ${uploaded.creates} can be created and ${uploaded.updates} updated, ${uploaded.unchanged} are unchanged, ${uploaded.refused} were rejected.\n`
      : `${uploaded.id}: ${uploaded.ready} of ${uploaded.lines} users can be created, ${uploaded.refused} were rejected.\n`,
  );
  const graphql = graphqlAt(`${origin}/graphql`, token);
  if (options['dry-run'] || uploaded.ready === 0) {
    await graphql('mutation ($input: DiscardImportInput!) { discardImport(input: $input) { errors { message } } }', {
      input: { importId: uploaded.id },
    });
    return;
  }
  const { importUsers } = await graphql<{ importUsers: { errors: { message: string }[] } }>(
    'mutation ($input: ImportUsersInput!) { importUsers(input: $input) { errors { message } } }',
    { input: { importId: uploaded.id, reason: options.reason ?? null, invite: options.invite ?? false } },
  );
  if (importUsers.errors[0]) throw new DemoError(importUsers.errors[0].message);
  const show = progressBar('importing');
  for (;;) {
    const { import: found } = await graphql<{
      import: {
        status: string;
        created: number;
        updated: number;
        unchanged: number;
        refused: number;
        faults: Fault[];
      };
    }>(
      'query ($id: ID!, $after: Int!) { import(id: $id) { status created updated unchanged refused faults(afterLine: $after) { line field message } } }',
      { id: uploaded.id, after: 0 },
    );
    show(found.created + found.updated + found.unchanged + found.refused, uploaded.lines);
    if (found.status !== 'RUNNING') {
      const changed =
        found.updated + found.unchanged > 0 ? `${found.updated} updated, ${found.unchanged} unchanged, ` : '';
      process.stdout.write(`${found.status}: ${found.created} created, ${changed}${found.refused} rejected.\n`);
      if (found.refused > uploaded.refused) printFaults(found);
      if (found.status === 'STOPPED') process.exitCode = 1;
      return;
    }
    await sleep(300);
  }
};

main().catch((error: unknown) => {
  const { code, message } = error as { code?: string; message: string };
  const isExpected = error instanceof DemoError || code === 'ENOENT' || code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isExpected ? message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 1;
});
