/** The rules of starting an import. */
import type { Context } from '../../core/context/context';
import { Parameters } from '../../database/list';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, forbiddenFor, notFound } from '../../schema/errors';
import { PERMISSIONS } from '../../schema/permissions';
import { enqueue } from '../../core/job/enqueue';
import { importTask } from './task';
import { creatorOf } from '../../core/authority/creator';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { objectsWith, isUnder } from '../../core/authority/extent';
import { may } from '../../core/authority/principal';
import type { Import } from './entity';
import { findImport } from './find';
import type { ImportUsersInput } from './inputs';
import { mayImport } from './policy';
import { maySee } from './visible';

export const importUsers = (context: Context, input: ImportUsersInput): Promise<MutationResult<Import>> =>
  runMutation(
    context,
    { action: 'importUsers', input, reload: (database, id) => findImport(database, id) },
    async (database) => {
      const { principal, caller } = context;
      const id = decodeId('Import', input.importId);
      const found = await findImport(database, id, 'for no key update');
      if (!found || !maySee(principal, found)) throw notFound('import', 'importId');
      enforce(mayImport(found));
      // What one may do may have become less since the upload.
      if (!may(principal, 'users:create')) {
        const { add, values } = new Parameters();
        const folders = objectsWith(principal, 'users:create').flatMap(({ path }) => path ?? []);
        const mine = ['false', ...folders.map((folder) => isUnder('x.path', folder, add))].join(' or ');
        const outside = await database.one(
          `select 1 from import_lines x where x.import_id = ${add(found.id)} and not (${mine}) limit 1`,
          values,
        );
        if (outside) throw forbiddenFor('users:create on the path of each line');
      }
      // Whoever starts it answers for it, what somebody else began included.
      if (found.status !== 'RUNNING') {
        const { userId, applicationId, impersonatorId, scopes } = creatorOf(principal);
        await database.execute(
          `update imports set started_at = now(), started_by_user_id = $2, started_by_application_id = $3, reason = $4, started_by_impersonator_id = $5,
             started_scopes = $6, may_grant = $7, finished_at = null, stopped = false, held_up_reason = null,
             started_by_token_id = $8, started_by_session_id = $9 where id = $1`,
          [
            ...[found.id, userId, applicationId, input.reason ?? null, impersonatorId, scopes],
            PERMISSIONS.every((permission) => may(principal, permission)),
            caller.tokenId,
            caller.sessionId,
          ],
        );
        await recordEvents(database, caller, [
          {
            type: 'IMPORT_STARTED',
            reason: input.reason ?? null,
            details: {
              ...{ importId: encodeId('Import', found.id), format: found.format, lines: found.lines },
              ...(found.resumable ? { resumed: true } : {}),
            },
          },
        ]);
      }
      // Without a key: of a job that is just being taken, the queue would take the next for the same, and it has not seen this yet.
      await enqueue(database, importTask, {});
      return { subjectId: found.id, value: (await findImport(database, found.id))! };
    },
  );
