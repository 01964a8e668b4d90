/** Random small worlds, for properties: recipes, which can shrink and be read by people, and their way into a database. */
import fc from 'fast-check';
import type { Database } from '../../src/database/database';
import { rowsOf, uuidOf } from './world-rows';

const often = <T>(usual: T, ...others: T[]) => fc.constantFrom(...Array.from({ length: 9 }, () => usual), ...others);
const rarely = often(false, true);
const index = fc.nat(23);
/** Mostly long, so that there is something to tell apart; short ones are what a failure shrinks to. */
const list = <T>(one: fc.Arbitrary<T>, maxLength: number, minLength = 0) => {
  const from = (least: number, weight: number) => ({
    weight,
    arbitrary: fc.array(one, { minLength: least, maxLength }),
  });
  return fc.oneof({ withCrossShrink: true }, from(minLength, 1), from(Math.ceil(maxLength / 2), 4));
};

/** What becomes of a token or a code: it lives, it ran out, it was used up, or a receipt ended it. */
const life = often('LIVE', 'EXPIRED', 'USED', 'ENDED');

export const worlds = fc.record({
  settings: fc.record({
    cascade: fc.constantFrom(true, true, false),
    endsTokens: fc.boolean(),
    requireDisabled: fc.constantFrom(false, false, true),
  }),
  users: list(
    fc.record({
      state: often('ACTIVE', 'PENDING_LOGIN', 'DISABLED', 'INVITED'),
      type: often('INTERNAL', 'EXTERNAL', 'SERVICE_ACCOUNT'),
      epoch: fc.nat(1),
      isAdmin: rarely,
      /** Second factors of the sign-in. */
      factors: fc.constantFrom([], ['TOTP'], ['TOTP', 'RECOVERY_CODES'], ['PASSKEY', 'TOTP', 'RECOVERY_CODES']),
    }),
    3,
    1,
  ),
  /** Of a web and a mobile application in turn. */
  applications: list(fc.record({ isDisabled: rarely, epoch: fc.nat(1) }), 3, 2),
  /** Each is a client that registered itself; one that is gone has left its links behind. */
  devices: list(fc.record({ application: index, isGone: rarely }), 2, 1),
  links: list(fc.record({ user: index, device: index, isEnded: rarely, keys: fc.nat(3), push: fc.boolean() }), 6),
  sessions: list(
    fc.record({
      user: index,
      link: fc.option(index),
      life: fc.constantFrom('LIVE', 'LIVE', 'LIVE', 'LIVE', 'LIVE', 'EXPIRED', 'EXPIRED', 'ENDED', 'SPARED'),
      isOld: rarely,
      /** Who acts in it in the user's place, perhaps since before an end of all of theirs. */
      impersonator: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: index }),
      isOldImpersonator: rarely,
    }),
    6,
  ),
  /** Of each pair of user and application the state of what was agreed to. */
  consents: list(often('STANDS', 'EXPIRED'), 5, 1),
  families: list(
    fc.record({
      /** Of a session, or confirmed on a device for an application elsewhere. */
      by: fc.constantFrom('SESSION', 'SESSION', 'DEVICE'),
      of: index,
      application: index,
      isOffline: fc.boolean(),
      isEnded: rarely,
      isOld: often(null, 'USER', 'APPLICATION'),
      /** On a consent that was revoked before the present one, with or without its tokens. */
      formerConsent: often(null, 'ENDED', 'SPARED'),
      code: fc.option(life),
      tokens: list(fc.record({ kind: fc.constantFrom('ACCESS', 'REFRESH'), life }), 3),
    }),
    7,
  ),
  /** Of clients themselves: applications and devices. */
  clientTokens: list(
    fc.record({ application: index, device: fc.option(index), life: often('LIVE', 'EXPIRED', 'ENDED') }),
    3,
  ),
  apiTokens: list(fc.record({ user: index, application: index, life: often('LIVE', 'EXPIRED', 'ENDED') }), 4),
});
export type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const CLEARED = ['events', 'idempotency_keys', 'revocation_items', 'revocation_plans', 'user_roles'];

/** In place of whatever world there was. */
export const writeWorld = async (database: Database, world: World): Promise<void> => {
  const tables = Object.entries(rowsOf(world));
  const all = [...CLEARED, ...tables.map(([table]) => table).reverse()];
  await database.query(all.map((table) => `delete from ${table}`).join('; '));
  for (const [table, rows] of tables) {
    if (rows.length === 0) continue;
    const columns = Object.keys(rows[0]!).join(', ');
    await database.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  }
  await database.query(
    `insert into user_roles (user_id, role_id, assigned_at) select u.id, r.id, now() from users u, roles r where r.name = 'ADMIN' and u.id = any($1::uuid[])`,
    [world.users.flatMap(({ isAdmin }, n) => (isAdmin ? [uuidOf('user', n)] : []))],
  );
};

/** Whose token a property calls with: an administrator like others in the world, whose token may end with the rest. */
export const writeCaller = async (database: Database): Promise<string> => {
  const [id, application] = [uuidOf('user', 900), uuidOf('application', 900)];
  await database.query(
    `insert into applications (id, name, client_id, kind, first_party, scopes, created_at, updated_at)
     values ($1, 'Caller', 'caller', 'WEB', true, '{admin,self,account}', now(), now())`,
    [application],
  );
  await database.query(
    `insert into users (id, username, username_key, created_at, updated_at) values ($1, 'Caller', 'caller', now(), now())`,
    [id],
  );
  await database.query(
    `insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = 'ADMIN'`,
    [id],
  );
  const [token, family, consent] = ['token', 'family', 'consent'].map((kind) => uuidOf(kind, 900));
  await database.query(
    `insert into consents (id, user_id, application_id, scopes, created_at, updated_at)
     values ($1, $2, $3, '{admin,self,account}', now(), now())`,
    [consent, id, application],
  );
  const held = 'user_id, application_id, client_id, consent_id, user_epoch, application_epoch, created_at, expires_at';
  const values = "$2, $3, 'caller', $4, 0, 0, now(), now() + interval '1 day'";
  await database.query(`insert into token_families (id, ${held}) values ($1, ${values})`, [
    ...[family, id, application, consent],
  ]);
  await database.query(
    `insert into tokens (id, hash, kind, family_id, scopes, ${held}) values ($1, sha256('caller'), 'ACCESS', $5, '{admin,self,account}', ${values})`,
    [token, id, application, consent, family],
  );
  return token!;
};
