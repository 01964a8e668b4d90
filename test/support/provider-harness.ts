/** The provider alone on a real HTTP server and database, with users and applications put in by SQL. For tests of the provider itself. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConfig, type Config } from '../../src/config';
import { Database } from '../../src/database/database';
import { createDataSource } from '../../src/app/data-source';
import { systemClock } from '../../src/platform/clock';
import { passwordHash, secretHash } from '../../src/platform/hash';
import { canonicalAddress } from '../../src/platform/address';
import { createLogger } from '../../src/platform/logger';
import { newId, newSecret } from '../../src/platform/random';
import type { ApplicationClaim } from '../../src/modules/application';
import { createProvider } from '../../src/provider';
import type { ApplicationKind, ConsentMode } from '../../src/schema/enums';
import { OidcError } from '../../src/tools/oidc-flow';
import { createTestDatabase, type TestDatabase } from './test-database';

export const PASSWORD = 'correct horse battery staple';
export const REDIRECT_URI = 'http://127.0.0.1:9/callback';

export interface TestUser {
  id: string;
  username: string;
  password: string;
}

export interface TestApplication {
  id: string;
  clientId: string;
  clientSecret: string | undefined;
  redirectUri: string;
  registrationToken: string;
}

export interface ApplicationOptions {
  kind?: ApplicationKind;
  consentMode?: ConsentMode;
  consentLifetime?: number;
  scopes?: string[];
  redirectUris?: string[];
  postLogoutRedirectUris?: string[];
  identifier?: string;
  resourceScopes?: Record<string, string[]>;
  claims?: ApplicationClaim[];
}

export interface Harness {
  url: string;
  issuer: string;
  database: Database;
  /** Another process on the same database: its own data directory, port and pool. */
  another(): Promise<{ issuer: string; url: string }>;
  addUser(fields?: {
    status?: 'DISABLED' | 'PENDING_LOGIN' | 'PENDING_CONFIRMATION';
    email?: string;
  }): Promise<TestUser>;
  addApplication(options?: ApplicationOptions): Promise<TestApplication>;
  stop(): Promise<void>;
}

const listen = async (url: string, overrides: Partial<Config>) => {
  const logger = createLogger(process.env.TEST_LOG_LEVEL ?? 'fatal');
  const source = await createDataSource(url, 30, logger).initialize();
  const database = Database.of(source);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'castellan-provider-'));
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publicUrl = overrides.publicUrl ?? ownUrl;
  const config: Config = { ...readConfig({}), dataDir, publicUrl, ...overrides };
  const issuer = `${publicUrl}/oidc`;
  const provider = await createProvider({ issuer, publicUrl, database, logger, config, clock: systemClock });
  server.on(
    'request',
    (req, res) =>
      void provider.handle(req, res, { id: randomUUID(), ip: canonicalAddress(req.socket.remoteAddress ?? '') }),
  );
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await provider.stop();
    await source.destroy();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { database, issuer, url: ownUrl, stop };
};

/** `route` may put something between the provider and its database. */
export const startProvider = async (
  overrides: Partial<Config> = {},
  route: (databaseUrl: string) => Promise<string> = (databaseUrl) => Promise.resolve(databaseUrl),
): Promise<Harness> => {
  const testDatabase: TestDatabase = await createTestDatabase();
  const main = await listen(await route(testDatabase.url), overrides);
  const others: { stop(): Promise<void> }[] = [];
  const hash = await passwordHash(PASSWORD);
  const { database } = main;
  let count = 0;

  return {
    url: main.url,
    issuer: main.issuer,
    database,
    another: async () => {
      const other = await listen(testDatabase.url, { ...overrides, publicUrl: new URL(main.issuer).origin });
      others.push(other);
      return { url: other.url, issuer: other.issuer };
    },
    addUser: async ({ status, email } = {}) => {
      const id = newId();
      const username = `user${(count += 1)}`;
      await database.execute(
        `insert into users (id, username, username_key, email, email_key, onboarding, disabled_at, created_at, updated_at)
         values ($1, $2, $2, $3, $3, $4, $5, now(), now())`,
        [
          id,
          username,
          email ?? null,
          status?.startsWith('PENDING') ? status : null,
          status === 'DISABLED' ? new Date() : null,
        ],
      );
      await database.execute('insert into passwords (user_id, hash, changed_at) values ($1, $2, now())', [id, hash]);
      return { id, username, password: PASSWORD };
    },
    addApplication: async ({ kind = 'WEB', ...options } = {}) => {
      const id = newId();
      const clientId = `app${(count += 1)}`;
      const secret = newSecret('sec');
      const registrationToken = newSecret('reg');
      const redirectUri = options.redirectUris?.[0] ?? REDIRECT_URI;
      await database.execute(
        `insert into applications (id, name, client_id, kind, consent_mode, consent_lifetime, redirect_uris, post_logout_redirect_uris, scopes,
           identifier, registration_token_hash, resource_scopes, claims, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), now())`,
        [
          id,
          `Application ${count}`,
          clientId,
          kind,
          options.consentMode ?? 'PERMANENT',
          options.consentLifetime ?? null,
          options.redirectUris ?? [REDIRECT_URI],
          options.postLogoutRedirectUris ?? [],
          options.scopes ?? [],
          options.identifier ?? null,
          kind === 'MOBILE' ? secretHash(registrationToken) : null,
          JSON.stringify(options.resourceScopes ?? {}),
          JSON.stringify(options.claims ?? []),
        ],
      );
      if (kind !== 'SPA' && kind !== 'MOBILE')
        await database.execute(
          'insert into application_secrets (id, application_id, hash, created_at) values ($1, $2, $3, now())',
          [newId(), id, secretHash(secret)],
        );
      return { id, clientId, clientSecret: kind === 'SPA' ? undefined : secret, redirectUri, registrationToken };
    },
    stop: async () => {
      for (const other of others) await other.stop();
      await main.stop();
      await testDatabase.drop();
    },
  };
};

/** The error with which the provider refuses it. */
export const refused = async (work: Promise<unknown>): Promise<OidcError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OidcError);
  return error as OidcError;
};
