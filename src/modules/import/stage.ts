/** Receives an upload: validates each line as it arrives, and stages or rejects it. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { ImportFormat } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { transactionAsCaller } from '../../core/authority/guard';
import type { Caller } from '../../core/event/record';
import type { Principal } from '../../core/authority/principal';
import { readUsers } from './formats';
import { importFaults } from './fault-repository';
import { EARLIER_LINE, importLines } from './line-repository';
import { type ImportTarget, type LineFault, type StagedLine, UnreadableFile, validate } from './record';
import { matchLines } from './match';
import { deleteImports, recordDiscarded } from './discard';
import type { Import } from './entity';
import { imports } from './repository';

const BATCH = 1_000;

export const MAX_LINES = 1_000_000;

/** The number of uploads of one caller that can wait to be started. The oldest makes room for another. */
const MAX_WAITING = 10;

export interface Upload {
  format: ImportFormat;
  target: ImportTarget;
  body: AsyncIterable<Buffer>;
}

/** The faults of lines whose username, email or previous id an earlier line of the same batch has. */
const duplicatesIn = (lines: StagedLine[]): LineFault[] => {
  const [usernames, addresses, previous] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const changed = new Set<string>();
  const faults: LineFault[] = [];
  for (const { line, username_key: username, email_key: email, previous_ids: ids, user_id: user } of lines) {
    const fault = (field: string | null, message: string) =>
      void faults.push({ line, field, code: 'CONFLICT', message });
    if (username !== null && usernames.has(username)) fault('username', EARLIER_LINE.username);
    else if (email !== null && addresses.has(email)) fault('email', EARLIER_LINE.email);
    else if (username !== null && addresses.has(username)) fault('username', EARLIER_LINE.usernameIsAddress);
    else if (email !== null && usernames.has(email)) fault('email', EARLIER_LINE.addressIsUsername);
    else if (user !== null && changed.has(user)) fault(null, EARLIER_LINE.user);
    else if (ids.some((id) => previous.has(id))) fault('previousId', EARLIER_LINE.previousId);
    else {
      for (const id of ids) previous.add(id);
      if (username !== null) usernames.add(username);
      if (user !== null) changed.add(user);
      if (email !== null) addresses.add(email);
    }
  }
  return faults;
};

/** Stages the lines whose names are free, and returns the faults of the others. */
const stageLines = async (database: Database, id: string, lines: StagedLine[]): Promise<LineFault[]> => {
  if (lines.length === 0) return [];
  const without = (faults: LineFault[], from: StagedLine[]): StagedLine[] => {
    const refused = new Set(faults.map(({ line }) => line));
    return from.filter(({ line }) => !refused.has(line));
  };
  const taken = await importLines(database).listTaken(id, lines);
  const left = without(taken, lines);
  const clashes = duplicatesIn(left);
  await importLines(database).addAll(id, without(clashes, left));
  return [...taken, ...clashes];
};

/** Makes room for another upload. Returns the ids of the uploads that were discarded for it. */
const createImport = async (
  database: Database,
  caller: Caller,
  upload: Pick<Import, 'id' | 'format' | 'mode' | 'keepSubject'>,
): Promise<string[]> => {
  if ((await imports(database).countUploading(caller)) >= MAX_WAITING)
    throw new Refusal('RATE_LIMITED', `You are uploading ${MAX_WAITING} files already. Wait until one is complete.`);
  return database.transaction(async (tx) => {
    const surplus = await imports(tx).listSurplus(caller, MAX_WAITING - 1);
    await deleteImports(tx, surplus);
    await recordDiscarded(tx, caller, surplus, 'REPLACED');
    await imports(tx).add(upload, caller);
    return surplus;
  });
};

/** The uploader is checked again with each batch, so that an upload is aborted when its token or user is disabled. */
export interface Uploader {
  caller: Caller;
  principal: Principal;
}

/** An upload whose lines are staged. */
export interface Staged {
  id: string;
  /** The number of lines that would change a user, and of those whose user already is as they say. */
  updates: number;
  unchanged: number;
  /** The earlier uploads of the caller that were discarded to make room. */
  discarded: string[];
}

/** Returns when all lines are staged. Leaves nothing of the upload behind if it throws. */
export const stageUpload = async (
  database: Database,
  { caller, principal }: Uploader,
  { format, target, body }: Upload,
): Promise<Staged> => {
  const id = newId();
  const { mode, keepsSubject: keepSubject } = target;
  const discarded = await createImport(database, caller, { id, format, mode, keepSubject });
  try {
    let [lines, refused, updates, unchanged] = [0, 0, 0, 0];
    let batch: ReturnType<typeof validate>[] = [];
    const flush = async () => {
      const faults = batch.filter((line) => 'message' in line) as LineFault[];
      const good = batch.filter((line) => !('message' in line)) as StagedLine[];
      await transactionAsCaller(database, principal, async (tx) => {
        const matched = await matchLines(tx, principal, target, good);
        const clashes = await stageLines(tx, id, matched.lines);
        faults.push(...matched.faults, ...clashes);
        unchanged += matched.unchanged;
        if (faults.length > 0) await importFaults(tx).addAll(id, faults);
      });
      refused += faults.length;
      batch = [];
    };
    for await (const entry of readUsers(format, body, target)) {
      lines += 1;
      if (lines > MAX_LINES)
        throw new UnreadableFile(`The file has more than ${MAX_LINES} users. Split it into several files.`);
      batch.push(validate(entry, target));
      if (batch.length === BATCH) await flush();
    }
    await flush();
    if (lines === 0) throw new UnreadableFile('The file has no users.');
    await transactionAsCaller(database, principal, (tx) => imports(tx).finishUpload(id, { lines, refused }));
    updates = (await importLines(database).countChanging(id)) - unchanged;
    return { id, updates, unchanged, discarded };
  } catch (error) {
    await database.transaction((tx) => deleteImports(tx, [id])).catch(() => null);
    throw error;
  }
};
