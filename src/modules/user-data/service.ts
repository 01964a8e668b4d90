/** The mutation `exportUserData`. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { notFound, notFoundWithoutPermission } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { findUser } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { mayReach } from '../../core/authority/principal';
import { documentOf } from './document';
import type { ExportUserDataInput } from './inputs';

type Document = Record<string, unknown>;

const read = async (database: Database, context: Context, id: string | null): Promise<Document | null> => {
  const user = await findUser(database, id);
  if (!user) return null;
  const caller = await principalFor(database, context.principal, user.id);
  if (!mayReach(caller, 'users:read', user.id)) throw notFoundWithoutPermission('user', 'userId', 'users:read');
  return documentOf(database, caller, user);
};

export const exportUserData = (
  context: Context,
  input: ExportUserDataInput,
): Promise<MutationResult<Document | null>> =>
  runMutation(context, { action: 'exportUserData', input, reload: async () => null }, async (database) => {
    const id = decodeId('User', input.userId);
    if (!id) throw notFound('user', 'userId');
    await lockUsers(database, [id], { actsOn: false });
    const value = await read(database, context, id);
    if (!value) throw notFound('user', 'userId');
    await recordEvents(database, context.caller, [
      {
        type: 'USER_DATA_EXPORTED',
        userId: id,
        reason: input.reason ?? null,
        details: { withheld: value['withheld'] },
      },
    ]);
    // A dry run rolls the event back, so it must not return the data.
    return { subjectId: id, value: input.dryRun ? null : value };
  });
