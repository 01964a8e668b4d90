/** The only reader of environment variables. Reports all faults at once, naming each variable and the values it accepts. */
import { isIP } from 'node:net';
import path from 'node:path';
import { readMailConfig } from './mail/settings';
import type { MailSettings } from './mail/smtp';
import type { SealingKey } from './platform/sealing-keys';
import type { PushConfig } from './push';
import { readPushConfig } from './push/settings';

export interface Config {
  host: string;
  /** 0 picks any free port. */
  port: number;
  /** Null until the port is known; see `publicUrl`. */
  publicUrl: string | null;
  /** Null starts the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databasePoolSize: number;
  /** For how many seconds a start waits for a database that cannot be reached. */
  databaseWait: number;
  /** For how many seconds after SIGTERM new connections are still accepted. */
  shutdownDelay: number;
  dataDir: string;
  logLevel: string;
  /** Whether each request has a line in the log. */
  logRequests: boolean;
  /** The port on which the metrics are served without a token. Null: only on the service's own port, with a token. */
  metricsPort: number | null;
  geoipDatabase: string | null;
  trustProxy: boolean;
  /** Origins whose scripts may call the API, besides those of SPA applications. */
  corsOrigins: readonly string[];
  importLimitMb: number;
  graphqlIntrospection: 'everyone' | 'staff';
  /** Null disables mail. */
  mail: MailSettings | null;
  push: PushConfig;
  /** The first key encrypts; all of them decrypt. Empty uses the key in the data directory. */
  sealingKeys: SealingKey[];
  /** An access token for `npm run import`. */
  importToken: string | null;
  bootstrapAdminPassword: string | null;
  bootstrapClientSecret: string | null;
}

export class ConfigurationError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `Invalid configuration (${faults.length === 1 ? '1 problem' : `${faults.length} problems`}):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const HOSTNAME = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;

const parseSealingKeys = (value: string): SealingKey[] | undefined => {
  const keys = value.split(',').flatMap((text) => {
    const [, id, key] = /^\s*([\w-]{1,32}):([\w+/-]{43}=?)\s*$/.exec(text) ?? [];
    return id && key ? [{ id, key: Buffer.from(key, 'base64') }] : [];
  });
  const ids = new Set(keys.map(({ id }) => id));
  return keys.length === value.split(',').length && ids.size === keys.length ? keys : undefined;
};

const parseOrigins = (value: string): string[] | undefined => {
  const origins = value.split(',').map((origin) => origin.trim());
  const isOrigin = (text: string) => /^https?:/.test(text) && URL.parse(text)?.origin === text;
  return origins.every(isOrigin) ? origins : undefined;
};

/** Reads and validates all settings; throws one `ConfigurationError` that lists every problem. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const faults: string[] = [];
  const read = <T>(name: string, fallback: T, parse: (value: string) => T | undefined, expects: string): T => {
    const value = env[name];
    if (value === undefined || value === '') return fallback;
    const parsed = parse(value);
    if (parsed === undefined) faults.push(`${name} must be ${expects}`);
    return parsed ?? fallback;
  };
  const integer = (min: number, max: number) => (value: string) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max ? Number(value) : undefined;
  const url = (protocols: string[]) => (value: string) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    return parsed && protocols.includes(parsed.protocol) ? parsed : undefined;
  };
  const oneOf =
    <const T extends string>(...allowed: T[]) =>
    (value: string) =>
      allowed.find((candidate) => candidate === value);

  const config: Config = {
    host: read(
      'HOST',
      '127.0.0.1',
      (v) => (isIP(v) || HOSTNAME.test(v) ? v : undefined),
      'an IP address or a host name',
    ),
    port: read('PORT', 4000, integer(0, 65_535), 'a port from 0 to 65535 (0 takes any free one)'),
    publicUrl: read<string | null>(
      'PUBLIC_URL',
      null,
      (v) => {
        const parsed = url(['http:', 'https:'])(v);
        return parsed && parsed.pathname === '/' && !parsed.search && !parsed.hash && !parsed.username
          ? parsed.origin
          : undefined;
      },
      'an http or https origin without a path, for example https://id.example.com',
    ),
    databaseUrl: read<string | null>(
      'DATABASE_URL',
      null,
      (v) => (url(['postgres:', 'postgresql:'])(v) ? v : undefined),
      'a PostgreSQL URL, for example postgres://user:password@host:5432/castellan',
    ),
    databasePoolSize: read('DATABASE_POOL_SIZE', 20, integer(2, 500), 'a number of connections from 2 to 500'),
    databaseWait: read('DATABASE_WAIT', 30, integer(0, 3_600), 'a number of seconds from 0 to 3600'),
    shutdownDelay: read('SHUTDOWN_DELAY', 2, integer(0, 300), 'a number of seconds from 0 to 300'),
    dataDir: path.resolve(read('DATA_DIR', '.data', (v) => (v.includes('\0') ? undefined : v), 'a path')),
    logLevel: read('LOG_LEVEL', 'info', oneOf(...LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`),
    logRequests: read('LOG_REQUESTS', true, (v) => ({ true: true, false: false })[v], 'true or false'),
    metricsPort: read<number | null>(
      'METRICS_PORT',
      null,
      integer(0, 65_535),
      'a port from 0 to 65535 (0 takes any free one)',
    ),
    geoipDatabase: read<string | null>('GEOIP_DATABASE', null, (v) => v, 'the path to a MaxMind city database (.mmdb)'),
    trustProxy: read('TRUST_PROXY', false, (v) => ({ true: true, false: false })[v], 'true or false'),
    corsOrigins: read<readonly string[]>(
      'CORS_ORIGINS',
      [],
      parseOrigins,
      'a comma-separated list of http or https origins, for example https://app.example.com',
    ),
    importLimitMb: read('IMPORT_LIMIT_MB', 256, integer(1, 4_096), 'a number of megabytes from 1 to 4096'),
    graphqlIntrospection: read(
      'GRAPHQL_INTROSPECTION',
      'everyone' as const,
      oneOf('everyone', 'staff'),
      'everyone or staff',
    ),
    mail: readMailConfig((name) => env[name] || null, faults),
    push: readPushConfig((name) => env[name] || null, faults),
    sealingKeys: read<SealingKey[]>(
      'SEALING_KEYS',
      [],
      parseSealingKeys,
      'a comma-separated list of id:key pairs, where each key is 32 random bytes in base64 (openssl rand -base64 32) and the first key encrypts',
    ),
    importToken: read<string | null>('CASTELLAN_TOKEN', null, (v) => v, 'an access token'),
    bootstrapAdminPassword: read<string | null>(
      'BOOTSTRAP_ADMIN_PASSWORD',
      null,
      (v) => (v.length >= 15 && v.length <= 128 ? v : undefined),
      'a password of 15 to 128 characters',
    ),
    bootstrapClientSecret: read<string | null>(
      'BOOTSTRAP_CLIENT_SECRET',
      null,
      (v) => (/^[\x21-\x7e]{16,200}$/.test(v) ? v : undefined),
      '16 to 200 printable ASCII characters without spaces',
    ),
  };
  if (faults.length > 0) throw new ConfigurationError(faults);
  return config;
};
