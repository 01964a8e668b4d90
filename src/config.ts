/**
 * All settings: a line in a table makes a setting. The only reader of environment variables. Reports all faults at once, naming each variable and
 * the values it accepts. `npm run settings` writes the table into the documents.
 */
import { isIP } from 'node:net';
import path from 'node:path';
import { OWN_PATHS } from './platform/base-path';
import { MAIL_SETTINGS, readMailConfig } from './mail/settings';
import type { MailSettings } from './mail/smtp';
import { PROXY_HEADERS, type ProxyHeader } from './platform/client-address';
import { parseProxyTrust } from './platform/proxy-trust';
import type { SealingKey } from './platform/sealing-keys';
import { type Setting, SettingsReader, type SettingText, type Values } from './platform/settings';
import { integer, oneOf, origins, text, urlWith } from './platform/setting-values';
import type { PushConfig } from './push';
import { PUSH_SETTINGS, readPushConfig } from './push/settings';

const PATH_PART = /^[\w.~-]+$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const HOSTNAME = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;

const parseSealingKeys = (value: string): SealingKey[] | undefined => {
  if (value === '') return [];
  const keys = value.split(',').flatMap((pair) => {
    const [, id, key] = /^\s*([\w-]{1,32}):([\w+/-]{43}=?)\s*$/.exec(pair) ?? [];
    return id && key ? [{ id, key: Buffer.from(key, 'base64') }] : [];
  });
  const ids = new Set(keys.map(({ id }) => id));
  return keys.length === value.split(',').length && ids.size === keys.length ? keys : undefined;
};

/** Where the service is found. */
const ADDRESS = {
  HOST: {
    default: '127.0.0.1',
    parse: (value: string) => (isIP(value) || HOSTNAME.test(value) ? value : undefined),
    expects: 'an IP address or a host name',
    description: 'address to listen on',
    compose: false,
  },
  PORT: {
    default: '4000',
    parse: integer(0, 65_535),
    expects: 'a port from 0 to 65535 (0 takes any free one)',
    description: 'port to listen on; 0 picks any free port',
    compose: false,
  },
  PUBLIC_URL: {
    parse: (value: string) => {
      const url = urlWith('http:', 'https:')(value);
      if (!url || url.search || url.hash || url.username || url.password) return undefined;
      const [, first, ...rest] = url.pathname.replace(/\/$/, '').split('/');
      const plain = [first ?? '-', ...rest].every((part) => PATH_PART.test(part));
      return plain && !OWN_PATHS.includes(first ?? '') ? `${url.origin}${url.pathname.replace(/\/$/, '')}` : undefined;
    },
    expects:
      'an http or https URL, for example https://id.example.com, with or without a path, which must not begin with a path of the service itself',
    description:
      'URL that browsers and clients use; it may have a path, such as `https://example.com/id`; defaults to `http://HOST:PORT`',
    example: 'https://id.example.com',
    compose: 'http://localhost:${PORT:-4000}',
  },
  TRUST_PROXY: {
    default: 'false',
    parse: parseProxyTrust,
    expects:
      'true, false, a number of proxies from 0 to 10, or addresses and networks of proxies separated by commas (loopback, linklocal and private name some)',
    description:
      'the reverse proxies in front: `true` for one, their number, or their addresses and networks, for example `loopback,10.0.0.0/8` (`loopback`, `linklocal`, `private`)',
    example: 'true',
  },
  PROXY_HEADER: {
    default: 'X-Forwarded-For',
    parse: (value: string) =>
      Object.keys(PROXY_HEADERS).find((name): name is ProxyHeader => name.toLowerCase() === value.toLowerCase()),
    expects: `one of ${Object.keys(PROXY_HEADERS).join(', ')}`,
    description:
      'the header in which these proxies set the client address: `X-Forwarded-For`, or `Forwarded` (RFC 7239). The other one is ignored',
  },
  CORS_ORIGINS: {
    default: '',
    parse: origins,
    expects: 'a comma-separated list of http or https origins, for example https://app.example.com',
    description: 'origins whose scripts may call the API, besides those of the redirect URIs of SPA applications',
    example: 'https://app.example.com',
  },
} satisfies Record<string, Setting<unknown>>;

const STORAGE = {
  DATABASE_URL: {
    parse: (value: string) => (urlWith('postgres:', 'postgresql:')(value) ? value : undefined),
    expects: 'a PostgreSQL URL, for example postgres://user:password@host:5432/castellan',
    description: 'PostgreSQL 15 or newer; if not set, an embedded one runs under `DATA_DIR`',
    example: 'postgres://castellan:password@localhost:5432/castellan',
    secret: true,
    compose: false,
  },
  DATABASE_POOL_SIZE: {
    default: '20',
    parse: integer(2, 500),
    expects: 'a number of connections from 2 to 500',
    description:
      'connections of this process, 2 to 500; a fifth of them, at most 4, only checks tokens; its background worker uses three more',
  },
  DATABASE_WAIT: {
    default: '30',
    parse: integer(0, 3_600),
    expects: 'a number of seconds from 0 to 3600',
    description: 'for how many seconds a start waits for a database that cannot be reached yet',
  },
  DATA_DIR: {
    default: '.data',
    parse: (value: string) => (value.includes('\0') ? undefined : path.resolve(value)),
    expects: 'a path',
    description: "holds the embedded PostgreSQL, `bootstrap.json`, and this process's signing key and sealing key",
    compose: false,
  },
  LOG_LEVEL: {
    default: 'info',
    parse: oneOf(...LOG_LEVELS),
    expects: `one of ${LOG_LEVELS.join(', ')}`,
    description: `least serious lines to log: ${LOG_LEVELS.slice(0, -1).join(', ')} or ${LOG_LEVELS.at(-1)}`,
  },
  LOG_REQUESTS: {
    default: 'true',
    parse: (value: string) => ({ true: true, false: false })[value],
    expects: 'true or false',
    description: 'whether each request has a line in the log',
  },
  METRICS_PORT: {
    parse: integer(0, 65_535),
    expects: 'a port from 0 to 65535 (0 takes any free one)',
    description: 'port on which `/metrics` is served without a token; if not set, it needs one',
    example: '9464',
  },
  SHUTDOWN_DELAY: {
    default: '2',
    parse: integer(0, 300),
    expects: 'a number of seconds from 0 to 300',
    description:
      'for how many seconds after SIGTERM requests are still accepted, see [docs/operate.md](docs/operate.md)',
  },
  GEOIP_DATABASE: {
    parse: text,
    expects: 'the path to a MaxMind city database (.mmdb)',
    description: 'MaxMind city database, used to give sessions a location',
    example: '/usr/share/GeoIP/GeoLite2-City.mmdb',
  },
  IMPORT_LIMIT_MB: {
    default: '256',
    parse: integer(1, 4_096),
    expects: 'a number of megabytes from 1 to 4096',
    description: 'maximum size of a file sent to `POST /imports`, in megabytes',
  },
  GRAPHQL_INTROSPECTION: {
    default: 'everyone',
    parse: oneOf('everyone', 'staff'),
    expects: 'everyone or staff',
    description: 'who can introspect the schema: everyone or staff',
    compose: 'staff',
  },
} satisfies Record<string, Setting<unknown>>;

const SECRETS = {
  SEALING_KEYS: {
    default: '',
    parse: parseSealingKeys,
    expects:
      'a comma-separated list of id:key pairs, where each key is 32 random bytes in base64 (openssl rand -base64 32) and the first key encrypts',
    description:
      'keys that encrypt stored secrets, see [Sealing keys](#sealing-keys); defaults to the key in `DATA_DIR`',
    example: '2026:',
    secret: true,
  },
  CASTELLAN_TOKEN: {
    parse: text,
    expects: 'an access token',
    description: 'only for `npm run import -- --url …`: the access token to import with',
    secret: true,
    compose: false,
  },
  BOOTSTRAP_ADMIN_PASSWORD: {
    parse: (value: string) => (value.length >= 15 && value.length <= 128 ? value : undefined),
    expects: 'a password of 15 to 128 characters',
    description: 'password of the first administrator, 15 to 128 characters; defaults to a random one',
    secret: true,
  },
  BOOTSTRAP_CLIENT_SECRET: {
    parse: (value: string) => (/^[\x21-\x7e]{16,200}$/.test(value) ? value : undefined),
    expects: '16 to 200 printable ASCII characters without spaces',
    description: 'secret of the first machine client, 16 to 200 printable characters; defaults to a random one',
    secret: true,
  },
} satisfies Record<string, Setting<unknown>>;

const TABLE = { ...ADDRESS, ...STORAGE, ...SECRETS };

/** In the order of the documents. */
export const SETTINGS: Record<string, SettingText> = {
  ...ADDRESS,
  ...STORAGE,
  ...MAIL_SETTINGS,
  ...PUSH_SETTINGS,
  ...SECRETS,
};

/** `publicUrl` is null until the port is known; without `databaseUrl` the embedded PostgreSQL runs in `dataDir`; without `mail` none is sent. */
export interface Config extends Values<typeof TABLE> {
  mail: MailSettings | null;
  push: PushConfig;
}

export class ConfigurationError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `Invalid configuration (${faults.length === 1 ? '1 problem' : `${faults.length} problems`}):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

/** Reads and validates all settings; throws one `ConfigurationError` that lists every problem. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Config => {
  const reader = new SettingsReader(env, SETTINGS);
  const config = { ...reader.values(TABLE), mail: readMailConfig(reader), push: readPushConfig(reader) };
  if (reader.faults.length > 0) throw new ConfigurationError(reader.describedFaults());
  return config;
};
