/** The GraphQL layer within the test's own process, on a database of its own: where statements have to be counted or rows put in by the thousand. */
import { type ExecutionResult, execute, parse, validate } from 'graphql';
import type { DataSource } from 'typeorm';
import { createContext } from '../../src/core/context/context';
import { createDataSource } from '../../src/app/data-source';
import { statements } from '../../src/database/data-source';
import { Database } from '../../src/database/database';
import { installBuiltInRoles } from '../../src/modules/role/service';
import type { Principal } from '../../src/core/authority/principal';
import { systemClock } from '../../src/platform/clock';
import { createLogger } from '../../src/platform/logger';
import { SealingKeys } from '../../src/platform/sealing-keys';
import { PERMISSIONS } from '../../src/schema/permissions';
import type { Selection } from '../../src/schema/selection';
import { buildSchema, declarations } from '../../src/app/schema';
import { composedModules } from '../../src/app/modules';
import { createTestDatabase } from './test-database';

/** A service that may do everything. */
export const SERVICE: Principal = {
  kind: 'SERVICE',
  isPerson: false,
  userId: null,
  applicationId: '00000000-0000-7000-8000-000000000001',
  sessionId: null,
  tokenId: null,
  deviceLinkId: null,
  keyThumbprint: null,
  impersonatorId: null,
  scopes: ['admin'],
  permissions: new Set(PERMISSIONS),
  scoped: [],
  ownsRows: false,
  ownsAccount: false,
  isStaff: true,
};

export interface InProcess {
  database: Database;
  /** The data of an operation that must succeed, and how many statements it sent. */
  run(
    query: string,
    variables?: Record<string, unknown>,
    principal?: Principal,
    /** Instead of what the operation selects. */
    selection?: Selection,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ): Promise<{ data: any; sent: number }>;
  stop(): Promise<void>;
}

export const startInProcess = async (): Promise<InProcess> => {
  const { url, drop } = await createTestDatabase();
  const source: DataSource = await createDataSource(url, 4, createLogger('silent')).initialize();
  const database = Database.of(source);
  await installBuiltInRoles(database);
  const schema = buildSchema();
  const caller = {
    userId: null,
    impersonatorId: null,
    applicationId: SERVICE.applicationId,
    sessionId: null,
    tokenId: null,
    ip: null,
    userAgent: null,
    requestId: null,
  };
  return {
    database,
    run: async (query, variables = {}, principal = SERVICE, selection) => {
      const document = parse(query);
      const faults = validate(schema, document);
      if (faults.length > 0) throw faults[0]!;
      const contextValue = createContext(database, principal, caller, {
        pushProviders: new Set(),
        canMail: false,
        publicUrl: 'http://localhost',
        sealing: new SealingKeys([], null),
        clock: systemClock,
        declarations,
        nodes: composedModules.nodes,
      });
      contextValue.selection = selection ?? null;
      const before = statements.sent;
      const result: ExecutionResult = await execute({ schema, document, variableValues: variables, contextValue });
      if (result.errors) throw result.errors[0]!;
      return { data: JSON.parse(JSON.stringify(result.data)), sent: statements.sent - before };
    },
    stop: async () => {
      await source.destroy();
      await drop();
    },
  };
};

/** SQL for the UUIDv7 of the n-th thing of a kind, later ones sorting after earlier ones. */
export const idOf = (kind: number, n = 'n'): string =>
  `(lpad(to_hex(${kind}), 8, '0') || '-' || lpad(to_hex(${n} / 4096), 4, '0') || '-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const now = 'now(), now()';
/** So many users, each with 3 sessions on a device of their own, a consent, an access and a refresh token and an open grant, and 6 events. */
export const fill = async (database: Database, users: number): Promise<void> => {
  const each = `from generate_series(1, ${users}) n`;
  const three = `${each}, generate_series(0, 2) k`;
  const life = `now(), now() + interval '1 day'`;
  await database.query(`insert into applications (id, name, client_id, kind, redirect_uris, created_at, updated_at)
    select ${idOf(1)}, 'App ' || n, 'client' || n, 'WEB', '{https://example.com/}', ${now} from generate_series(1, 5) n`);
  await database.query(`insert into users (id, username, username_key, email, email_key, name, path, last_login_at, created_at, updated_at)
    select ${idOf(2)}, 'User' || n, 'user' || n, 'u' || n || '@example.com', 'u' || n || '@example.com', 'Name ' || (n % 7), 'emea/' || (n % 3),
      case when n % 4 > 0 then timestamptz '2026-01-01' + make_interval(hours => n / 3) end, ${now} ${each}`);
  await database.query(
    `insert into user_roles (user_id, role_id, assigned_at) select u.id, r.id, now() from users u, roles r where r.name = 'OPERATOR' and u.username_key like '%5'`,
  );
  await database.query(`insert into devices (id, application_id, client_id, secret_hash, name, platform, model, created_at)
    select ${idOf(3)}, ${idOf(1, '(1 + n % 5)')}, 'device' || n, sha256(('device' || n)::bytea), 'Phone ' || n, case when n % 2 = 0 then 'IOS' else 'ANDROID' end, 'M' || n % 3, now() ${each}`);
  await database.query(
    `insert into device_links (id, user_id, device_id, connected_at, last_seen_at) select ${idOf(4)}, ${idOf(2)}, ${idOf(3)}, ${now} ${each}`,
  );
  await database.query(`insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, ip, created_at, authenticated_at, last_seen_at, expires_at)
    select ${idOf(5, '(n * 3 + k)')}, 's' || n || '.' || k, sha256(('s' || n || '.' || k)::bytea), ${idOf(2)}, 0, ${idOf(3)}, ${idOf(4)}, case when k = 0 then 'IOS' else 'LINUX' end, '10.0.0.' || k,
      now(), now(), now(), now() + make_interval(hours => k * 5 - 3) ${three}`);
  await database.query(
    `insert into consents (id, user_id, application_id, scopes, created_at, updated_at) select ${idOf(6)}, ${idOf(2)}, ${idOf(1, '(1 + n % 5)')}, '{openid,self}', ${now} ${each}`,
  );
  await database.query(`insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch, application_epoch, refresh_token_issued, created_at, expires_at)
    select ${idOf(7)}, ${idOf(2)}, ${idOf(1, '(1 + n % 5)')}, 'client', ${idOf(3)}, ${idOf(4)}, ${idOf(5, '(n * 3 + 2)')}, ${idOf(6)}, 0, 0, true, ${life} ${each}`);
  const held = `family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch, application_epoch, scopes`;
  const values = `${idOf(7)}, ${idOf(2)}, ${idOf(1, '(1 + n % 5)')}, 'client', ${idOf(3)}, ${idOf(4)}, ${idOf(5, '(n * 3 + 2)')}, ${idOf(6)}, 0, 0`;
  await database.query(`insert into tokens (id, hash, kind, ${held}, created_at, expires_at)
    select ${idOf(8, '(n * 2 + k)')}, sha256(('t' || n || '.' || k)::bytea), case k when 0 then 'ACCESS' else 'REFRESH' end, ${values}, case k when 0 then '{openid,self}' else '{openid}' end::text[],
      now(), now() + make_interval(hours => n % 5 + 1) from generate_series(1, ${users}) n, generate_series(0, 1) k`);
  await database.query(
    `insert into access_grants (id, hash, ${held}, payload, created_at, expires_at) select ${idOf(9)}, sha256(('g' || n)::bytea), ${values}, '{openid}', '{}', ${life} ${each}`,
  );
  await database.query(`insert into events (id, type, outcome, occurred_at, user_id, application_id, device_id, session_id)
    select ${idOf(10, '(n * 6 + k)')}, case k % 2 when 0 then 'SIGN_IN' else 'TOKEN_ISSUED' end, 'SUCCESS', timestamptz '2026-01-01' + make_interval(mins => n), ${idOf(2)}, ${idOf(1, '(1 + n % 5)')}, ${idOf(3)}, ${idOf(5, '(n * 3)')}
    from generate_series(1, ${users}) n, generate_series(1, 6) k`);
  await database.query(`insert into revocations (id, action, requested_at, target_type, target_id, user_id, counts, reason)
    select ${idOf(11)}, case n % 2 when 0 then 'disableUser' else 'revokeSession' end, timestamptz '2026-01-01' + make_interval(mins => n), 'User', ${idOf(2)}, ${idOf(2)}, '{"users": 1}', 'because' ${each}`);
  await database.query(`insert into revocation_items (revocation_id, item_id, type, user_id)
    select ${idOf(11)}, ${idOf(5, '(n * 3 + k)')}, 'SESSION', ${idOf(2)} ${three}`);
  await database.query('analyze');
};
