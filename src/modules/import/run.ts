/**
 * Creates and changes the users of imports in the background, in batches. Each batch is one transaction with its users, events and faults, and
 * deletes its lines. A process that is killed leaves no partial batch, and the next one continues with the remaining lines. Before each batch the authority
 * of whoever started the import is checked again; if they could no longer do that, the import stops. An import whose batch fails lets the others go
 * first, and stops after a few tries.
 */
import { Any } from 'typeorm';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { newId, newIdAt } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import type { Handler } from '../../core/job/task';
import type { HeldUpReason } from '../../schema/enums';
import { PERMISSIONS } from '../../schema/permissions';
import { currentCreator, lockWithCreator } from '../impersonation';
import { mailRecoveryLink, mayMailRecovery } from '../password';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { recordDerived } from '../../core/derived/record';
import { type Caller, SYSTEM_CALLER, recordEvents } from '../../core/event/record';
import { withRetries, Restart } from '../../core/mutation/run';
import { usersWithRoles } from '../../core/authority/held-roles';
import { disableUsers, previousIds, type User, users, userTaken } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';
import { importFaults } from './fault-repository';
import { importLines, type NewUser, type WaitingLine } from './line-repository';
import { mayCreateIn, mayOnSome } from './policy';
import { imports } from './repository';
import { type UpdateLine, updateUsers } from './update';

const BATCH = 1_000;

/** How often a batch is tried before its import stops. */
const MAX_FAILURES = 5;

/** Changes are made one after the other. */
const UPDATE_BATCH = 200;

type Line = WaitingLine & NewUser & { username: string };

const NOTHING = { created: 0, updated: 0, unchanged: 0, refused: 0 };

/** Deletes created users to whom a group rule gave a role: nobody can give a role by an import that they may not give. */
const deleteRoleHolders = async (database: Database, created: Line[]): Promise<Line[]> => {
  const holders = await usersWithRoles(
    database,
    created.map(({ id }) => id),
  );
  if (holders.length > 0) await users(database).delete({ id: Any(holders) });
  const ids = new Set(holders);
  return created.filter(({ id }) => !ids.has(id));
};

const numbersOf = (lines: WaitingLine[]): number[] => lines.map(({ line }) => line);

interface Batch {
  waiting: WaitingLine[];
  mayGrant: boolean;
  /** Whether a mail server is configured. */
  canMail: boolean;
}

/** Mails a link to users without a password, with which they choose one. */
const invite = async (
  database: Database,
  caller: Caller,
  { startedScopes }: Import,
  created: Line[],
): Promise<void> => {
  const { userId, impersonatorId, applicationId } = caller;
  const creator = { userId, impersonatorId, applicationId, scopes: startedScopes };
  const invited = await users(database).listByIds(
    created.filter(({ hash, email, disabled }) => hash === null && email !== null && !disabled).map(({ id }) => id),
  );
  for (const user of invited)
    if (!mayMailRecovery({ canMail: true }, user)) await mailRecoveryLink(database, caller, user, { creator });
};

const createBatch = async (
  database: Database,
  caller: Caller,
  found: Import,
  { waiting, mayGrant, canMail }: Batch,
): Promise<typeof NOTHING> => {
  if (waiting.length === 0) return NOTHING;
  const { id: importId, reason } = found;
  const lines: Line[] = waiting.map((line) => ({
    ...line,
    username: line.username!,
    // Lists are in order of ids, so that the id of a user who was created earlier says so.
    id: line.createdAt ? newIdAt(line.createdAt) : newId(),
  }));
  // A name that another transaction takes at the same time is visible only to the next attempt.
  const ids = await onUniqueViolation(
    () => importLines(database).createUsers(importId, lines),
    (index) => (userTaken(index) ? new Restart() : undefined),
  );
  const made = new Set(ids);
  const inserted = lines.filter(({ id }) => made.has(id));
  const created = mayGrant ? inserted : await deleteRoleHolders(database, inserted);
  const [taken, forbidden] = [
    lines.filter(({ id }) => !made.has(id)),
    inserted.filter((line) => !created.includes(line)),
  ];
  // An id that another transaction takes at the same time is visible only to the next attempt.
  await onUniqueViolation(
    () => previousIds(database).addAll(created),
    (index) => (userTaken(index) ? new Restart() : undefined),
  );
  const passwords = await importLines(database).createPasswords(importId, created);
  await recordDerived(database, caller, [
    ...created.map(({ id }) => ({ kind: 'USER', id, userId: id }) as const),
    ...passwords.map((password) => ({ kind: 'PASSWORD', ...password }) as const),
  ]);
  await recordEvents(
    database,
    caller,
    created.map(({ id, username }) => ({
      type: 'USER_CREATED',
      userId: id,
      reason,
      details: { username, importId: encodeId('Import', importId) },
    })),
  );
  const disabled = created.filter((line) => line.disabled).map(({ id }) => ({ id }) as User);
  if (disabled.length > 0)
    await disableUsers(database, caller, {
      action: 'importUsers',
      target: null,
      users: disabled,
      reason,
      dryRun: false,
    });
  if (taken.length > 0) await importFaults(database).addTaken(importId, numbersOf(taken));
  if (forbidden.length > 0) await importFaults(database).addForbidden(importId, numbersOf(forbidden));
  if (found.invite && canMail) await invite(database, caller, found, created);
  return { ...NOTHING, created: created.length, refused: taken.length + forbidden.length };
};

const updateBatch = async (
  database: Database,
  caller: Caller,
  found: Import,
  { starter, lines }: { starter: Principal; lines: UpdateLine[] },
): Promise<typeof NOTHING> => {
  if (lines.length === 0) return NOTHING;
  const { faults, ...done } = await updateUsers(database, { starter, caller, reason: found.reason }, lines);
  if (faults.length > 0) await importFaults(database).addAll(found.id, faults);
  return { ...NOTHING, ...done, refused: faults.length };
};

const isUpdate = (line: WaitingLine): line is UpdateLine => line.userId !== null;

/** Finishes or stops the import. The event of a stopped import has no actor: the starter did not stop it. */
const finish = async (database: Database, caller: Caller, found: Import, cause: HeldUpReason | null): Promise<void> => {
  const done = await imports(database).finish(found.id, cause);
  const stopped = cause !== null;
  const details = { importId: encodeId('Import', found.id), lines: found.lines, ...done, stopped };
  await recordEvents(database, stopped ? SYSTEM_CALLER : caller, [
    {
      ...{ type: 'IMPORT_FINISHED', outcome: stopped ? 'FAILURE' : 'SUCCESS', reason: found.reason },
      details: stopped ? { ...details, cause } : details,
    },
  ]);
};

const stopReason = (
  starter: Principal | null,
  { keepSubject, invite }: Import,
  waiting: WaitingLine[],
): HeldUpReason | null => {
  if (!starter) return 'CREATOR_ENDED';
  const mayCreate = mayCreateIn(starter);
  const creating = waiting.filter((line) => !isUpdate(line));
  const mayDoAll =
    creating.every(({ path }) => mayCreate(path)) &&
    (!keepSubject || creating.length === 0 || may(starter, 'users:setSubject')) &&
    (!waiting.some(isUpdate) || mayOnSome(starter, 'users:update')) &&
    (!invite || mayOnSome(starter, 'users:setPassword'));
  return mayDoAll ? null : 'CREATOR_NOT_ENTITLED';
};

const runNextBatch = async (tx: Database, found: Import): Promise<void> => {
  const by = {
    userId: found.startedByUserId,
    impersonatorId: found.startedByImpersonatorId,
    applicationId: found.startedByApplicationId,
  };
  const [tokenId, sessionId] = [found.startedByTokenId, found.startedBySessionId];
  const caller: Caller = { ...SYSTEM_CALLER, ...by, tokenId, sessionId };
  const waiting = await importLines(tx).listNext(found.id, found.mode === 'CREATE' ? BATCH : UPDATE_BATCH);
  const updates = waiting.filter(isUpdate);
  if (updates.length > 0)
    await lockPossibleAdministrators(
      tx,
      updates.map(({ userId }) => userId),
      lockWithCreator({ ...by, scopes: found.startedScopes }),
    );
  const starter = waiting.length > 0 ? await currentCreator(tx, { ...by, scopes: found.startedScopes }) : null;
  const cause = waiting.length > 0 ? stopReason(starter, found, waiting) : null;
  if (!starter || cause) {
    return finish(tx, caller, found, cause);
  }
  const mayGrant = found.mayGrant && PERMISSIONS.every((permission) => may(starter, permission));
  const creating = waiting.filter((line) => !isUpdate(line));
  const created = await createBatch(tx, caller, found, { waiting: creating, mayGrant, canMail: tx.canMail });
  const changed = await updateBatch(tx, caller, found, { starter, lines: updates });
  await importLines(tx).deleteLines(found.id, numbersOf(waiting));
  await imports(tx).addProgress(found.id, {
    ...changed,
    created: created.created,
    refused: created.refused + changed.refused,
  });
};

const countFailure = (database: Database, id: string): Promise<void> =>
  database.transaction(async (tx) => {
    const found = await imports(tx).addFailure(id);
    if (found && found.failures >= MAX_FAILURES) await finish(tx, SYSTEM_CALLER, found, 'FAILED');
  });

/** Runs one batch of the import that is next. False if there is nothing to do. What fails is added to `failed` and not tried again in this run. */
const runBatch = async (database: Database, failed: Map<string, unknown>): Promise<boolean> => {
  let id: string | null = null;
  try {
    await withRetries(() =>
      database.transaction(async (tx) => {
        id = null;
        const found = await imports(tx).lockNext([...failed.keys()]);
        if (!found) return;
        id = found.id;
        await runNextBatch(tx, found);
      }),
    );
  } catch (error) {
    if (id === null) throw error;
    failed.set(id, error);
    await countFailure(database, id);
  }
  return id !== null;
};

/** Throws what failed once the other imports are done, so that the queue logs it and tries again later. */
export const runImports: Handler = async (_, { database, signal }) => {
  const failed = new Map<string, unknown>();
  do signal.throwIfAborted();
  while (await runBatch(database, failed));
  for (const error of failed.values()) throw error;
};
