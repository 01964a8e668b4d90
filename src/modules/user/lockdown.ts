/** Locks an account down that somebody else may have got hold of: disables it, and ends what would open it again once it is enabled. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import { enforce, invalidInput } from '../../schema/errors';
import { endFactors } from '../factor/end';
import { operate, type Outcome } from '../operate';
import { checkVersion } from '../operation';
import type { Receipt } from '../revocation/engine';
import { lastReceipt } from '../revocation/find';
import { lockPossibleAdministrators } from './administrators';
import { barUsers, type More } from './end';
import type { User } from './entity';
import { findUser } from './find';
import type { LockdownUserInput } from './inputs';
import { factsIn, mayLockDownUser } from './may';
import { requireUser } from './require';

/** What is not issued by a sign-in but lets somebody have one, or was begun to. */
const OPENERS = [
  'passwords',
  'links',
  'push_enrollments',
  'totp_secrets',
  'passkey_challenges',
  'device_challenges',
  'known_browsers',
] as const;

const apiTokensOf = (database: Database, userId: string): Promise<{ id: string }[]> =>
  database.query(`select id from tokens where user_id = $1 and kind = 'API' and revoked_at is null`, [userId]);

const authenticatorsOf = (database: Database, userId: string): Promise<{ id: string }[]> =>
  database.query('select id from authenticators where user_id = $1 and ended_at is null', [userId]);

const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

/** What a lockdown ends beyond a disable, and says so in the same receipt. */
const moreOf = async (database: Database, userId: string): Promise<More> => {
  const apiTokens = idsOf(await apiTokensOf(database, userId));
  const authenticators = idsOf(await authenticatorsOf(database, userId));
  return {
    selections: [
      ...(apiTokens.length > 0 ? [{ kind: 'token', column: 'id', values: apiTokens } as const] : []),
      { kind: 'authenticator', column: 'user_id', values: [userId] },
      { kind: 'pushEnrollment', column: 'user_id', values: [userId], vanishes: true },
    ],
    events: [{ type: 'USER_LOCKED_DOWN', userId }],
    end: async (revocationId) => {
      await database.execute(
        `update tokens set revoked_at = now(), end_reason = 'REVOKED', revocation_id = $2 where id = any($1::uuid[])`,
        [apiTokens, revocationId],
      );
      await endFactors(database, authenticators, 'REVOKED', revocationId);
      for (const table of OPENERS) await database.execute(`delete from ${table} where user_id = $1`, [userId]);
      await database.execute(
        `update device_links set mobile_enrolled_at = null, push_enrolled_at = null
         where user_id = $1 and (mobile_enrolled_at is not null or push_enrolled_at is not null)`,
        [userId],
      );
    },
  };
};

/** Nothing of it is left: the receipt of the lockdown before. */
const earlier = async (database: Database, user: User): Promise<Receipt | null> => {
  if (user.status !== 'DISABLED') return null;
  if ((await apiTokensOf(database, user.id)).length > 0) return null;
  if ((await authenticatorsOf(database, user.id)).length > 0) return null;
  for (const table of OPENERS)
    if (await database.one(`select 1 from ${table} where user_id = $1 limit 1`, [user.id])) return null;
  return lastReceipt(database, user.id, ['lockdownUser']);
};

const again = (database: Database, id: string | null) => findUser(database, id);

export const lockdownUser = (context: Context, input: LockdownUserInput): Promise<Outcome<User>> =>
  operate(context, { action: 'lockdownUser', input, again }, async (database) => {
    const user = await requireUser(database, context, 'users:lockDown', input.userId, lockPossibleAdministrators);
    if (!input.reason?.trim()) throw invalidInput('reason', '`reason` is needed: say why the account is locked down.');
    checkVersion(user, input.ifVersion);
    enforce(await mayLockDownUser(context.principal, user, factsIn(database)));
    const before = await earlier(database, user);
    if (before) return { subjectId: user.id, value: user, revocation: before };
    const revocation = await barUsers(database, context.caller, {
      action: 'lockdownUser',
      target: { type: 'User', id: user.id },
      users: [user],
      reason: input.reason,
      dryRun: input.dryRun ?? false,
      more: await moreOf(database, user.id),
    });
    return { subjectId: user.id, value: (await findUser(database, user.id))!, revocation };
  });
