/** The first start on an empty database: creates an administrator and a machine client, and writes their secrets to a file once. */
import { writeBootstrapFile } from './bootstrap-file';
import type { Config } from '../config';
import type { Database } from '../database/database';
import { advisoryLock } from '../database/advisory-lock';
import { applications, applicationSecrets } from '../modules/application';
import { installBuiltInRoles, userRoles } from '../modules/role';
import { API_CLIENT_ID } from '../modules/token';
import { passwords, users } from '../modules/user';
import type { Logger } from '../platform/logger';
import { nameKey } from '../platform/name-key';
import { passwordHash, secretHash } from '../platform/hash';
import { newId, newSecret } from '../platform/random';
import { ADMINISTRATOR } from '../schema/permissions';

export const PLAYGROUND_CLIENT_ID = 'playground';
const ADMIN_USERNAME = 'admin';
const LOCK = 7_230_012;
/** The database's own time. */
const now = () => 'now()';

/** Called at every start. Several processes may start at once; an advisory lock lets only one of them create the accounts. */
export const bootstrap = (database: Database, config: Config, publicUrl: string, logger: Logger): Promise<void> =>
  database.transaction(async (tx) => {
    await advisoryLock(tx, LOCK);
    await installBuiltInRoles(tx);
    await applications(tx).installPlayground(newId(), PLAYGROUND_CLIENT_ID, `${publicUrl}/playground`);
    await applications(tx).installApiTokens(newId(), API_CLIENT_ID);
    // The client cannot be deleted, so that it says forever that this has been done. Users say nothing: they can be loaded before the first start,
    // and an installation that has lost its administrators must not get one with a new password.
    if (await applications(tx).existsBy({ builtIn: true, kind: 'MACHINE' })) return;
    if (await users(tx).existsBy({ usernameKey: nameKey(ADMIN_USERNAME) })) {
      logger.warn(
        `no administrator was created: the username ${ADMIN_USERNAME} is taken, but the first start has not been completed`,
      );
      return;
    }

    const password = config.bootstrapAdminPassword ?? newSecret('pw');
    const userId = newId();
    await users(tx).insert({
      ...{ id: userId, username: ADMIN_USERNAME, usernameKey: nameKey(ADMIN_USERNAME), name: 'Administrator' },
      ...{ createdAt: now, updatedAt: now },
    });
    await passwords(tx).insert({ userId, hash: await passwordHash(password), changedAt: now });
    await userRoles(tx).addByName(userId, ADMINISTRATOR);

    const clientSecret = config.bootstrapClientSecret ?? newSecret('cst_secret');
    const [applicationId, clientId] = [newId(), newId()];
    await applications(tx).insert({
      ...{ id: applicationId, name: 'Bootstrap client', clientId, kind: 'MACHINE', scopes: ['admin'], builtIn: true },
      ...{ createdAt: now, updatedAt: now },
    });
    await applicationSecrets(tx).insert({
      ...{ id: newId(), applicationId, hash: secretHash(clientSecret), createdAt: now },
    });

    // Inside the transaction: if the file cannot be written, nothing is created and the next start tries again.
    writeBootstrapFile(config.dataDir, publicUrl, {
      admin: { username: ADMIN_USERNAME, password },
      client: { client_id: clientId, client_secret: clientSecret },
    });
  });
