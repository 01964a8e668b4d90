/** The mutation `lockdownUser`. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { enforce, invalidInput } from '../../schema/errors';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockPossibleAdministratorsAndRead } from '../../core/mutation/administrators';
import { policyDataIn, findUser, mayLockDownUser, requireUser, type User } from '../user';
import type { LockdownUserInput } from './inputs';
import { lockDown } from './endings';

const reload = (database: Database, id: string | null) => findUser(database, id);

export const lockdownUser = (context: Context, input: LockdownUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'lockdownUser', input, reload }, async (database) => {
    const user = await requireUser(
      database,
      context,
      'users:lockDown',
      input.userId,
      lockPossibleAdministratorsAndRead,
    );
    if (!input.reason?.trim())
      throw invalidInput('reason', '`reason` is required. State why the account is locked down.');
    checkVersion(user, input.ifVersion);
    enforce(await mayLockDownUser(context.principal, user, policyDataIn(database)));
    const { reason, dryRun = false } = input;
    const lockdown = { action: 'lockdownUser' as const, user, reason, dryRun: dryRun ?? false };
    const revocation = await lockDown(database, context.caller, lockdown);
    return { subjectId: user.id, value: (await findUser(database, user.id))!, revocation };
  });
