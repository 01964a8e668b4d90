/** Epochs count how often everything issued to a user or by an application was ended; what was issued under an earlier epoch is dead. */
import type { Database } from '../../database/database';
import { fullEpoch, RAISE_GENERAL, STEP, userEpoch } from '../liveness/epochs';
import type { EndReason } from '../../schema/enums';

/** Ends everything that was issued to users or by applications under their current epochs, with one row each, no matter how much ends. */
export const endEpoch = async (
  database: Database,
  table: 'users' | 'applications',
  subjectIds: string[],
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await database.post(
    `with subject as (update ${table} set epoch = epoch + 1, version = version + 1, updated_at = now() where id = any($1::uuid[])
       returning id, ${fullEpoch(table, 'epoch - 1')} as epoch)
     insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id) select id, epoch, now(), $2, $3 from subject
     on conflict (subject_id, epoch) do update set ended_at = excluded.ended_at, end_reason = excluded.end_reason, revocation_id = excluded.revocation_id`,
    [subjectIds, reason, revocationId],
  );
};

/** Moves one session and what it issued into the user's new epoch: the one that `exceptCurrent` keeps. */
export const keepSession = async (database: Database, userId: string, sessionId: string): Promise<void> => {
  const epoch = `(select ${userEpoch('u')} from users u where u.id = $1)`;
  await database.post(
    `update sessions set user_epoch = ${epoch} where user_id = $1 and id = $2 and user_epoch = ${epoch} - 1`,
    [userId, sessionId],
  );
  for (const table of ['token_families', 'tokens', 'access_grants'])
    await database.post(
      `update ${table} set user_epoch = ${epoch} where user_id = $1 and session_id = $2 and user_epoch = ${epoch} - 1`,
      [userId, sessionId],
    );
};

export interface GeneralEnd {
  exceptMachines: boolean;
  reason: EndReason;
  revocationId: string;
}

/** Ends everything that was issued to users, and to applications without a user too unless `exceptMachines`. */
export const endGeneralEpoch = async (
  database: Database,
  { exceptMachines, reason, revocationId }: GeneralEnd,
): Promise<void> => {
  await database.execute(RAISE_GENERAL, [!exceptMachines, reason, revocationId]);
};

/** How often everything of users was ended. */
export const generalEpochNumber = async (database: Database): Promise<number> =>
  (await database.one<{ n: number }>(`select users / ${STEP} as n from general_epochs`))!.n;

/** The session and the token of a request. */
export interface Current {
  sessionId: string | null;
  tokenId: string | null;
}

/** Moves a session and what it issued, or a token without a session and its family, into the new general epoch. */
export const keepCurrent = async (
  database: Database,
  { sessionId, tokenId }: Current,
  exceptMachines: boolean,
): Promise<void> => {
  const users = `user_epoch = user_epoch + ${STEP}`;
  const both = exceptMachines ? users : `${users}, application_epoch = application_epoch + ${STEP}`;
  const old = `user_epoch / ${STEP} = (select ge.users / ${STEP} - 1 from general_epochs ge)`;
  if (sessionId) {
    await database.execute(
      `update sessions set ${users}, impersonator_epoch = impersonator_epoch + ${STEP} where id = $1 and ${old}`,
      [sessionId],
    );
    for (const table of ['token_families', 'tokens', 'access_grants'])
      await database.execute(`update ${table} set ${both} where session_id = $1 and ${old}`, [sessionId]);
  } else if (tokenId) {
    await database.execute(
      `update token_families set ${both} where id = (select family_id from tokens where id = $1) and ${old}`,
      [tokenId],
    );
    await database.execute(`update tokens set ${both} where id = $1 and (user_epoch is null or ${old})`, [tokenId]);
  }
};

/** Ends everything that was issued to devices, which have one epoch each. They are deleted afterwards. */
export const endDeviceEpochs = async (
  database: Database,
  devices: { column: 'id' | 'application_id'; values: string[] },
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await database.post(
    `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id)
     select id, 0, now(), $2, $3 from devices where ${devices.column} = any($1::uuid[])`,
    [devices.values, reason, revocationId],
  );
};

/** Ends everything that was issued to devices or by applications that are being deleted. Their current epoch is their last one. */
export const endLastEpoch = async (
  database: Database,
  subjectIds: string[],
  reason: EndReason,
  revocationId: string,
): Promise<void> => {
  await database.post(
    `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id)
     select id, 0, now(), $2, $3 from unnest($1::uuid[]) as d (id)`,
    [subjectIds, reason, revocationId],
  );
};
