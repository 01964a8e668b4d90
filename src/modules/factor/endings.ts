/** Erases what could be used of second factors that end. */
import type { Dependent } from '../../core/revocation/dependents';

const SECRETS = ['totp_secrets', 'recovery_codes', 'passkeys'];

export const onAuthenticator: Dependent = {
  end: async (database, ids) => {
    for (const table of SECRETS)
      await database.execute(`delete from ${table} where authenticator_id = any($1::uuid[])`, [ids]);
  },
};
