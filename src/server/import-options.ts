/** What a request to `POST /imports` says about its file: the format, the encoding, and how to read and check it. */
import type { IncomingHttpHeaders } from 'node:http';
import { encodingNamed, type ReadOptions } from '../modules/import';
import type { ImportFormat, ImportMode } from '../schema/enums';

const FORMATS: Record<string, ImportFormat> = {
  ...{ csv: 'CSV', 'json-lines': 'JSON_LINES', keycloak: 'KEYCLOAK', scim: 'SCIM' },
  ...{ auth0: 'AUTH0', firebase: 'FIREBASE', okta: 'OKTA', cognito: 'COGNITO' },
};

const BY_CONTENT_TYPE: Record<string, ImportFormat> = {
  ...{ 'text/csv': 'CSV', 'application/x-ndjson': 'JSON_LINES', 'application/jsonl': 'JSON_LINES' },
  'application/scim+json': 'SCIM',
};

const named = <T>(table: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** An option that does not exist, or a body that cannot be read. */
export class BadOption extends Error {
  constructor(
    readonly status: 400 | 415,
    message: string,
  ) {
    super(message);
  }
}

export interface ImportOptions extends ReadOptions {
  format: ImportFormat;
  /** The folder of users without a path. */
  folder: string;
  mode: ImportMode;
  keepsSubject: boolean;
  omitsPasswords: boolean;
  omitsUnknownActions: boolean;
}

/** Keeps the key of a Firebase project out of URLs, which proxies log. */
const HASH_KEY = 'castellan-hash-key';

/** The parameters of the password hashes of a Firebase project, by the names of Firebase's own command. */
const firebaseKeyOf = (query: URLSearchParams, headers: IncomingHttpHeaders): ReadOptions['firebase'] => {
  const hashKey = [headers[HASH_KEY] ?? []].flat()[0];
  if (query.has('hashKey'))
    throw new BadOption(400, `Send the hash key in the header \`${HASH_KEY}\`: URLs are logged.`);
  if (hashKey === undefined) return null;
  const [saltSeparator, rounds, memCost] = ['saltSeparator', 'rounds', 'memCost'].map((name) => query.get(name) ?? '');
  // In a query, a plus that is not encoded is a space.
  const bytesOf = (base64: string) => Buffer.from(base64.replaceAll(' ', '+'), 'base64');
  if (bytesOf(hashKey).length < 16 || !/^\d{1,2}$/.test(rounds!) || !/^\d{1,2}$/.test(memCost!))
    throw new BadOption(400, '`castellan-hash-key` must be in base64, and `rounds` and `memCost` must be numbers.');
  return {
    signerKey: bytesOf(hashKey),
    saltSeparator: bytesOf(saltSeparator!),
    rounds: Number(rounds),
    memoryCost: Number(memCost),
  };
};

const encodingOf = (query: URLSearchParams, contentType: string): ReadOptions['encoding'] => {
  const name = query.get('encoding') ?? /;\s*charset="?([^";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  const encoding = encodingNamed(name);
  if (!encoding) throw new BadOption(415, '`encoding` must be utf-8, windows-1252, iso-8859-1 or utf-16.');
  return encoding;
};

/** Whether to leave something out that cannot be taken, instead of refusing the line. */
const omits = (query: URLSearchParams, name: string): boolean => {
  const value = query.get(name) ?? 'require';
  if (value !== 'require' && value !== 'omit') throw new BadOption(400, `\`${name}\` must be \`require\` or \`omit\`.`);
  return value === 'omit';
};

const MODES: Record<string, ImportMode> = { create: 'CREATE', update: 'UPDATE', upsert: 'UPSERT' };

const modeOf = (query: URLSearchParams): ImportMode => {
  const mode = named(MODES, query.get('mode') ?? 'create');
  if (!mode) throw new BadOption(400, '`mode` must be create, update or upsert.');
  return mode;
};

/** Whether users get their previous id as their `sub`. */
const keepsSubject = (query: URLSearchParams): boolean => {
  const subject = query.get('subject') ?? 'new';
  if (subject !== 'new' && subject !== 'keep') throw new BadOption(400, '`subject` must be `new` or `keep`.');
  return subject === 'keep';
};

export const readImportOptions = (search: string, headers: IncomingHttpHeaders): ImportOptions => {
  const query = new URLSearchParams(search);
  const contentType = headers['content-type'] ?? '';
  const format = query.has('format')
    ? named(FORMATS, query.get('format')!)
    : named(BY_CONTENT_TYPE, contentType.split(';')[0]!.trim().toLowerCase());
  if (!format || headers['content-encoding'])
    throw new BadOption(
      415,
      `Specify the format: \`?format=\` ${Object.keys(FORMATS).join(', ')}. The body must not have a content encoding.`,
    );
  return {
    format,
    encoding: encodingOf(query, contentType),
    folder: query.get('path') ?? '',
    mode: modeOf(query),
    keepsSubject: keepsSubject(query),
    realm: query.get('realm'),
    firebase: firebaseKeyOf(query, headers),
    omitsPasswords: omits(query, 'passwords'),
    omitsUnknownActions: omits(query, 'requiredActions'),
  };
};
