/** The first start on an empty database: the playground's client, an administrator and a machine client, whose secrets are written once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config';
import type { Database } from '../database/database';
import { installBuiltInRoles } from '../modules/role';
import { API_CLIENT_ID } from '../modules/token';
import { nameKey } from '../platform/name-key';
import { passwordHash, secretHash } from '../platform/hash';
import { newId, newSecret } from '../platform/random';
import { ADMINISTRATOR } from '../schema/permissions';

export const PLAYGROUND_CLIENT_ID = 'playground';
const ADMIN_USERNAME = 'admin';
const LOCK = 7_230_012;

/** Called at every start; several processes may start at once, and one of them makes it. */
export const bootstrap = (database: Database, config: Config, publicUrl: string): Promise<void> =>
  database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await installBuiltInRoles(tx);
    await ensurePlayground(tx, publicUrl);
    await ensureApiTokens(tx);
    if (await tx.one('select 1 from users limit 1')) return;

    const password = config.bootstrapAdminPassword ?? newSecret('pw');
    const userId = newId();
    await tx.execute(
      `insert into users (id, username, username_key, name, created_at, updated_at) values ($1, $2, $3, 'Administrator', now(), now())`,
      [userId, ADMIN_USERNAME, nameKey(ADMIN_USERNAME)],
    );
    await tx.execute('insert into passwords (user_id, hash, changed_at) values ($1, $2, now())', [
      userId,
      await passwordHash(password),
    ]);
    await tx.execute(
      'insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = $2',
      [userId, ADMINISTRATOR],
    );

    const clientSecret = config.bootstrapClientSecret ?? newSecret('cst_secret');
    const [applicationId, clientId] = [newId(), newId()];
    await tx.execute(
      `insert into applications (id, name, client_id, kind, scopes, built_in, created_at, updated_at) values ($1, 'Bootstrap client', $2, 'MACHINE', '{admin}', true, now(), now())`,
      [applicationId, clientId],
    );
    await tx.execute(
      'insert into application_secrets (id, application_id, hash, created_at) values ($1, $2, $3, now())',
      [newId(), applicationId, secretHash(clientSecret)],
    );

    // Within the transaction: if the file cannot be written, nothing was made and the next start tries again.
    mkdirSync(config.dataDir, { recursive: true });
    const content = {
      issuer: `${publicUrl}/oidc`,
      graphql: `${publicUrl}/graphql`,
      admin: { username: ADMIN_USERNAME, password },
      client: { client_id: clientId, client_secret: clientSecret },
    };
    writeFileSync(path.join(config.dataDir, 'bootstrap.json'), `${JSON.stringify(content, null, 2)}\n`, {
      mode: 0o600,
    });
  });

/** The playground signs in like any other client; each public address that the service had stays registered. */
const ensurePlayground = async (database: Database, publicUrl: string): Promise<void> => {
  await database.execute(
    `insert into applications (id, name, client_id, kind, consent_mode, redirect_uris, post_logout_redirect_uris, scopes, first_party, built_in, created_at, updated_at)
     values ($1, 'Playground', $2, 'SPA', 'IMPLICIT', array[$3], array[$4], '{openid,profile,email,self,account,admin}', true, true, now(), now())
     on conflict (client_id) do update set first_party = true,
       scopes = case when 'account' = any(applications.scopes) then applications.scopes else applications.scopes || '{account}' end,
       redirect_uris = case when $3 = any(applications.redirect_uris) then applications.redirect_uris else applications.redirect_uris || $3 end,
       post_logout_redirect_uris = case when $4 = any(applications.post_logout_redirect_uris) then applications.post_logout_redirect_uris else applications.post_logout_redirect_uris || $4 end
     where not ($3 = any(applications.redirect_uris) and $4 = any(applications.post_logout_redirect_uris) and applications.first_party)`,
    [newId(), PLAYGROUND_CLIENT_ID, `${publicUrl}/playground/callback`, `${publicUrl}/playground`],
  );
};

/** What API tokens are issued to. It has no page and no secret, and asks nobody for anything. */
const ensureApiTokens = async (database: Database): Promise<void> => {
  await database.execute(
    `insert into applications (id, name, client_id, kind, scopes, built_in, created_at, updated_at)
     values ($1, 'API tokens', $2, 'SPA', '{self,admin}', true, now(), now()) on conflict (client_id) do nothing`,
    [newId(), API_CLIENT_ID],
  );
};
