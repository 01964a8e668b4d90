/** Epochs count how often everything issued to a user or by an application was ended; what was issued under an earlier epoch is dead. */
import type { Database } from '../../database/database';
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
    `with subject as (update ${table} set epoch = epoch + 1, version = version + 1, updated_at = now() where id = any($1::uuid[]) returning id, epoch - 1 as epoch)
     insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id) select id, epoch, now(), $2, $3 from subject`,
    [subjectIds, reason, revocationId],
  );
};

/** Moves one session and what it issued into the user's new epoch: the one that `exceptCurrent` keeps. */
export const keepSession = async (database: Database, userId: string, sessionId: string): Promise<void> => {
  const epoch = '(select epoch from users where id = $1)';
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
