/**
 * Runs one mutation: a transaction bound to its caller, step-up, idempotency, dry runs, and refusals as values. The work function looks up,
 * checks, changes and records; anything it throws rolls everything back.
 */
import { createHash } from 'node:crypto';
import { QueryFailedError } from 'typeorm';
import type { Context } from '../context/context';
import type { Database } from '../../database/database';
import { passwordDigest } from '../../platform/hash';
import { asRefusal, enforce, Refusal, type MutationError } from '../../schema/errors';
import { requireAssurance } from './assurance';
import { recheckCaller, guardTransaction, assertWithinAuthority, shareEverything } from '../authority/guard';
import { recordChange } from '../derived/changes';
import { collectAffectedUsers } from '../event/record';
import { serviceAccountRefusal, type Receipt } from '../revocation/engine';
import { findReceipt } from '../revocation/find';

/** The common fields of every mutation's input. */
export interface OperationInput {
  reason?: string | null;
  idempotencyKey?: string | null;
  dryRun?: boolean | null;
}

export interface MutationResult<T> {
  /** The payload's value; null if the mutation was refused or the object is gone. */
  value: T | null;
  revocation: Receipt | null;
  errors: MutationError[];
}

/** The result of a mutation's work: the id under which its value can be read again, the value, and the receipt. */
export interface WorkResult<T> {
  subjectId?: string | null;
  /** May still be under way: it is read in the transaction, and nothing that it says can be a reason to refuse. */
  value: T | Promise<T | null>;
  revocation?: Receipt | null;
  /** The part of the value that cannot be read again; stored with the idempotency key. */
  storedAnswer?: unknown;
}

export interface MutationCall<T> {
  action: string;
  input: OperationInput;
  /** Reads the value of an earlier call for a repeated idempotency key; `answer` is the stored part of it. */
  reload(database: Database, subjectId: string | null, answer: unknown): Promise<T | null>;
}

/** Carries the result of a dry run out of the transaction that it rolls back. */
class DryRun<T> extends Error {
  constructor(readonly done: WorkResult<T>) {
    super('dry run');
  }
}

/** Thrown if something read before locking has changed: the transaction starts over. */
export class Restart extends Error {}

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const TRIES = 5;

const isRetryable = (error: unknown): boolean =>
  error instanceof Restart ||
  (error instanceof QueryFailedError &&
    [SERIALIZATION_FAILURE, DEADLOCK].includes((error.driverError as { code?: string }).code ?? ''));

/** Restarts the transaction a few times before giving up. */
export const withRetries = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || tries === TRIES) throw error;
    }
  }
};

/** The same input gives the same hash, regardless of field order. */
const hashOf = (input: unknown): Buffer => {
  const sorted = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object' || value instanceof Date) return value ?? null;
    if (Array.isArray(value)) return value.map(sorted);
    return Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]);
  };
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest();
};

/** A fast hash of a password is easy to brute-force, so passwords are replaced by a slow hash before hashing. */
const PASSWORDS = ['password', 'currentPassword', 'newPassword'];

const withoutPasswords = async (input: object, whose: string): Promise<object> => {
  const salt = createHash('sha256').update(whose).digest();
  const fields = Object.entries(input).map(async ([name, value]) =>
    PASSWORDS.includes(name) && typeof value === 'string'
      ? [name, (await passwordDigest(value, salt)).toString('base64')]
      : [name, value],
  );
  return Object.fromEntries(await Promise.all(fields)) as object;
};

const checkText = (name: string, text: string | null | undefined, max: number) => {
  if (text == null) return;
  if (text.length > max)
    throw new Refusal('INVALID_INPUT', `\`${name}\` can have at most ${max} characters.`, ['input', name]);
  if (text.includes('\0') || !text.isWellFormed())
    throw new Refusal('INVALID_INPUT', `\`${name}\` contains invalid characters (NUL or unpaired surrogates).`, [
      'input',
      name,
    ]);
};

/** Scopes idempotency keys and plans to the caller. */
export const callerKey = ({ principal: { userId, impersonatorId, applicationId } }: Context): string =>
  userId ? `user:${userId}${impersonatorId ? ` by ${impersonatorId}` : ''}` : `application:${applicationId}`;

/** Claims the key within the transaction. Concurrent calls with the same key wait until the first one has finished. */
const claimKey = async <T>(
  database: Database,
  context: Context,
  operation: MutationCall<T>,
  key: string,
): Promise<WorkResult<T> | null> => {
  const caller = callerKey(context);
  const { idempotencyKey: _, ...input } = operation.input;
  const hash = hashOf(await withoutPasswords(input, `${caller}\n${key}`));
  const claimed = await database.execute(
    `insert into idempotency_keys (caller, key, action, input_hash, created_at) values ($1, $2, $3, $4, now()) on conflict do nothing`,
    [caller, key, operation.action, hash],
  );
  if (claimed === 1) return null;
  const earlier = await database.one<{
    action: string;
    hash: Buffer;
    revocationId: string | null;
    subjectId: string | null;
    answer: unknown;
  }>(
    `select action, input_hash as hash, revocation_id as "revocationId", subject_id as "subjectId", answer from idempotency_keys where caller = $1 and key = $2`,
    [caller, key],
  );
  if (!earlier || earlier.action !== operation.action || !earlier.hash.equals(hash))
    throw new Refusal(
      'IDEMPOTENCY_MISMATCH',
      'This idempotency key was already used with different input. Use a new key for a new operation.',
      ['input', 'idempotencyKey'],
    );
  const revocation = earlier.revocationId ? await findReceipt(database, earlier.revocationId) : null;
  return {
    value: (await operation.reload(database, earlier.subjectId, earlier.answer)) as T,
    revocation: revocation && { ...revocation, replayed: true },
  };
};

const storeResult = async <T>(
  database: Database,
  context: Context,
  key: string,
  done: WorkResult<T>,
): Promise<void> => {
  const caller = callerKey(context);
  await database.post(
    `update idempotency_keys set revocation_id = $3, subject_id = $4, answer = $5 where caller = $1 and key = $2`,
    [
      caller,
      key,
      done.revocation?.id ?? null,
      done.subjectId ?? null,
      done.storedAnswer === undefined ? null : JSON.stringify(done.storedAnswer),
    ],
  );
};

/** Records a refusal caused by missing permissions, regardless of what the caller is told. */
export const noteDenial = ({ denials }: Context, action: string, refusal: unknown): void => {
  const { needs } = (refusal ?? {}) as { needs?: string };
  if (needs !== undefined) denials.note(`Mutation.${action}`, needs);
};

/** Turns refusals that occur before the transaction into results too. */
export const asMutationResult = async <T>(work: () => Promise<MutationResult<T>>): Promise<MutationResult<T>> => {
  try {
    return await work();
  } catch (error) {
    const refusal = asRefusal(error);
    if (refusal) return { value: null, revocation: null, errors: [refusal.asValue()] };
    throw error;
  }
};

export const runMutation = async <T>(
  context: Context,
  operation: MutationCall<T>,
  work: (database: Database) => Promise<WorkResult<T>>,
): Promise<MutationResult<T>> => {
  const { idempotencyKey, reason, dryRun } = operation.input;
  const { principal } = context;
  const declaration = context.declared(operation.action);
  const attempt = (): Promise<WorkResult<T>> =>
    context.database.transaction(async (database) => {
      guardTransaction(database, principal, declaration.creates);
      if (idempotencyKey && !dryRun) {
        const earlier = await claimKey(database, context, operation, idempotencyKey);
        if (earlier) {
          await recheckCaller(database);
          return earlier;
        }
      }
      if (!declaration.everything) await shareEverything(database);
      if (!dryRun) await requireAssurance(database, context, declaration);
      const affectedUsers = collectAffectedUsers(database);
      const done = await work(database);
      if (done.value instanceof Promise) done.value.catch(() => {});
      await recheckCaller(database);
      const { creates } = declaration;
      await recordChange(database, context.caller, { action: operation.action, creates, affectedUsers });
      enforce(serviceAccountRefusal(database));
      assertWithinAuthority(database);
      await context.inspect?.(database, done.revocation ?? null);
      if (dryRun) {
        // Fails if a statement has failed that nobody waited for.
        await database.query('select 1');
        throw new DryRun(done);
      }
      if (idempotencyKey) await storeResult(database, context, idempotencyKey, done);
      return done;
    });
  try {
    checkText('reason', reason, 500);
    checkText('idempotencyKey', idempotencyKey, 200);
    const done = await withRetries(attempt);
    return { value: await done.value, revocation: done.revocation ?? null, errors: [] };
  } catch (error) {
    noteDenial(context, operation.action, error);
    if (error instanceof DryRun) {
      const done = error.done as WorkResult<T>;
      return { value: await done.value, revocation: done.revocation ?? null, errors: [] };
    }
    const refusal = asRefusal(error);
    if (refusal) return { value: null, revocation: null, errors: [refusal.asValue()] };
    throw error;
  }
};

/** Deletes the idempotency keys of deleted users. */
export const deleteKeysOfUsers = async (database: Database, userIds: string[]): Promise<void> => {
  await database.post('delete from idempotency_keys where caller = any($1)', [userIds.map((id) => `user:${id}`)]);
};
