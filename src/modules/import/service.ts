/** Starting and resuming imports. */
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, forbiddenFor, notFound } from '../../schema/errors';
import { PERMISSIONS } from '../../schema/permissions';
import { enqueue } from '../../core/job/enqueue';
import { importTask } from './task';
import { creatorOf } from '../../core/authority/creator';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { objectsWithPermission } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import type { Import } from './entity';
import type { ImportUsersInput } from './inputs';
import { importLines } from './line-repository';
import { mailUnavailable } from '../../core/mail/outbox';
import { mayImport, missingPermission } from './policy';
import { imports } from './repository';
import { maySeeImport } from './visible';

export const importUsers = (context: Context, input: ImportUsersInput): Promise<MutationResult<Import>> =>
  runMutation(
    context,
    { action: 'importUsers', input, reload: (database, id) => imports(database).findById(id) },
    async (database) => {
      const { principal, caller } = context;
      const id = decodeId('Import', input.importId);
      const found = await imports(database).lockById(id);
      if (!found || !maySeeImport(principal, found)) throw notFound('import', 'importId');
      enforce(mayImport(found));
      // The caller may have lost authority since the upload.
      if (!may(principal, 'users:create')) {
        const folders = objectsWithPermission(principal, 'users:create').flatMap(({ path }) => path ?? []);
        if (await importLines(database).existsOutside(found.id, folders))
          throw forbiddenFor('users:create on the path of each line');
      }
      const missing = missingPermission(principal, { ...found, invite: input.invite ?? false });
      if (missing) throw forbiddenFor(missing);
      if (input.invite) enforce(mailUnavailable(context));
      // Whoever starts or resumes the import becomes its actor.
      if (found.status !== 'RUNNING') {
        await imports(database).start(found.id, {
          ...creatorOf(principal),
          tokenId: caller.tokenId,
          sessionId: caller.sessionId,
          reason: input.reason ?? null,
          invite: input.invite ?? false,
          mayGrant: PERMISSIONS.every((permission) => may(principal, permission)),
        });
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
      // Enqueued without a key: the queue would drop it as a duplicate of a running job, which may have missed this import.
      await enqueue(database, importTask, {});
      return { subjectId: found.id, value: (await imports(database).findById(found.id))! };
    },
  );
