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
import { imports } from './repository';

const BATCH = 1_000;

export const MAX_LINES = 1_000_000;

/** The number of uploads of one caller that can be waiting. */
const MAX_WAITING = 10;

export interface Upload {
  format: ImportFormat;
  target: ImportTarget;
  body: AsyncIterable<Buffer>;
}

/** The faults of lines whose username, email or previous id an earlier line of the same batch has. */
const duplicatesIn = (lines: StagedLine[]): LineFault[] => {
  const [usernames, addresses, previous] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const faults: LineFault[] = [];
  for (const { line, username_key: username, email_key: email, previous_ids: ids } of lines) {
    const fault = (field: string, message: string) => void faults.push({ line, field, code: 'CONFLICT', message });
    if (usernames.has(username)) fault('username', EARLIER_LINE.username);
    else if (email !== null && addresses.has(email)) fault('email', EARLIER_LINE.email);
    else if (addresses.has(username)) fault('username', EARLIER_LINE.usernameIsAddress);
    else if (email !== null && usernames.has(email)) fault('email', EARLIER_LINE.addressIsUsername);
    else if (ids.some((id) => previous.has(id))) fault('previousId', EARLIER_LINE.previousId);
    else {
      for (const id of ids) previous.add(id);
      usernames.add(username);
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

/** Deletes what an aborted upload has left. */
const deleteUpload = (database: Database, id: string): Promise<void> =>
  database.transaction(async (tx) => {
    await importLines(tx).delete({ importId: id });
    await importFaults(tx).delete({ importId: id });
    await imports(tx).delete({ id });
  });

const createImport = async (database: Database, caller: Caller, format: ImportFormat): Promise<string> => {
  if ((await imports(database).countWaiting(caller)) >= MAX_WAITING)
    throw new Refusal(
      'RATE_LIMITED',
      `You already have ${MAX_WAITING} uploads that were not started. Start them, or wait a day.`,
    );
  const id = newId();
  await imports(database).add(id, format, caller);
  return id;
};

/** The uploader is checked again with each batch, so that an upload is aborted when its token or user is disabled. */
export interface Uploader {
  caller: Caller;
  principal: Principal;
}

/** Returns the id of the import once all lines are staged. Leaves nothing behind if it throws. */
export const stageUpload = async (
  database: Database,
  { caller, principal }: Uploader,
  { format, target, body }: Upload,
): Promise<string> => {
  const id = await createImport(database, caller, format);
  try {
    let [lines, refused] = [0, 0];
    let batch: ReturnType<typeof validate>[] = [];
    const flush = async () => {
      const faults = batch.filter((line) => 'message' in line) as LineFault[];
      const good = batch.filter((line) => !('message' in line)) as StagedLine[];
      await transactionAsCaller(database, principal, async (tx) => {
        faults.push(...(await stageLines(tx, id, good)));
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
    return id;
  } catch (error) {
    await deleteUpload(database, id).catch(() => null);
    throw error;
  }
};
