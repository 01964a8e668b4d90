/** The table of imports: the only place with its statements. */
import type { Creator } from '../../core/authority/creator';
import { may, type Principal } from '../../core/authority/principal';
import type { Caller } from '../../core/event/record';
import { Conditions } from '../../database/filter';
import type { AddParameter, ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
import type { HeldUpReason } from '../../schema/enums';
import { Import } from './entity';

export interface StoppedImport {
  id: string;
  lines: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}

type Progress = Pick<Import, 'created' | 'updated' | 'unchanged' | 'refused'>;

import type { ImportFilter } from './list';

/** How long an upload can be started. */
const DAYS_TO_START = 1;

/** How long an import that was stopped can be resumed. */
const DAYS_TO_RESUME = 1;

const STATUS = `case when x.finished_at is not null then case when x.stopped then 'STOPPED' else 'DONE' end
  when x.started_at is not null then 'RUNNING' when x.expires_at <= now() then 'EXPIRED'
  when x.uploaded_at is null then 'UPLOADING' else 'READY' end`;

const RESUMABLE = `(x.stopped and x.expires_at > now() and exists (select from import_lines il where il.import_id = x.id))`;

export const importRows = rowsOf(Import, {
  type: 'Import',
  from: 'imports x',
  columns: { status: STATUS, resumable: RESUMABLE },
});

const importColumns = importRows.select;

export const importList: ListSource<ImportFilter> = {
  name: 'imports',
  rows: importRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) => new Conditions(add).anyOf(`(${STATUS})`, filter.status).list,
};

/** The imports that the caller may see: the same rule as `maySee`. */
export const importScope =
  (principal: Principal) =>
  (add: AddParameter): string[] => {
    if (may(principal, 'users:create')) return [];
    return principal.userId
      ? [`x.created_by_user_id = ${add(principal.userId)}::uuid`]
      : [`x.created_by_application_id = ${add(principal.applicationId)}::uuid and x.created_by_user_id is null`];
  };

export type ImportStart = Creator &
  Pick<Import, 'reason' | 'mayGrant' | 'invite'> &
  Pick<Caller, 'tokenId' | 'sessionId'>;

class ImportRepository extends TableRepository<Import> {
  /** Stops those that still run and that one of these tokens or sessions started. */
  stopStartedBy(sourceIds: string[]): Promise<StoppedImport[]> {
    return this.database.query(
      `with done as (update imports set finished_at = now(), stopped = true
         where started_at is not null and finished_at is null and (started_by_token_id = any($1::uuid[]) or started_by_session_id = any($1::uuid[]))
         returning id, lines, created, updated, unchanged, refused)
       select * from done`,
      [sourceIds],
    );
  }

  findById(id: string | null): Promise<Import | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Import>(`select ${importColumns} from imports x where x.id = $1`, [id]);
  }

  lockById(id: string | null): Promise<Import | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Import>(`select ${importColumns} from imports x where x.id = $1 for no key update`, [id]);
  }

  /**
   * The running import that was started first, except for these. Imports that failed come after the others. Skips imports that another worker has
   * locked.
   */
  lockNext(except: string[]): Promise<Import | null> {
    return this.database.one<Import>(
      `select ${importColumns} from imports x
       where x.started_at is not null and x.finished_at is null and x.id <> all($1::uuid[])
       order by x.failures, x.started_at, x.id limit 1 for no key update of x skip locked`,
      [except],
    );
  }

  /** The caller's uploads that have not been started, locked, except for the latest ones. Uploads that are under way do not count. */
  async listSurplus(
    { userId, applicationId }: Pick<Caller, 'userId' | 'applicationId'>,
    kept: number,
  ): Promise<string[]> {
    const surplus = await this.database.query<{ id: string }>(
      `select x.id from imports x where x.finished_at is null and x.started_at is null and x.uploaded_at is not null
         and (x.created_by_user_id, x.created_by_application_id) is not distinct from ($1::uuid, $2::uuid)
       order by x.created_at desc, x.id desc offset $3 for update of x skip locked`,
      [userId, applicationId, kept],
    );
    return surplus.map(({ id }) => id);
  }

  /** The number of files that the caller is uploading now. */
  async countUploading({ userId, applicationId }: Pick<Caller, 'userId' | 'applicationId'>): Promise<number> {
    const uploading = await this.database.one<{ n: number }>(
      `select count(*)::int as n from imports x where x.uploaded_at is null and x.expires_at > now()
         and (x.created_by_user_id, x.created_by_application_id) is not distinct from ($1::uuid, $2::uuid)`,
      [userId, applicationId],
    );
    return uploading!.n;
  }

  async add(
    { id, format, mode, keepSubject }: Pick<Import, 'id' | 'format' | 'mode' | 'keepSubject'>,
    { userId, applicationId }: Pick<Caller, 'userId' | 'applicationId'>,
  ) {
    await this.database.execute(
      `insert into imports (id, format, mode, keep_subject, created_by_user_id, created_by_application_id, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, now(), now() + ${DAYS_TO_START} * interval '1 day')`,
      [id, format, mode, keepSubject, userId, applicationId],
    );
  }

  async finishUpload(id: string, { lines, refused }: Pick<Import, 'lines' | 'refused'>): Promise<void> {
    await this.database.execute(
      'update imports set lines = $2, refused = $3, uploaded_at = now() where id = $1 and uploaded_at is null',
      [id, lines, refused],
    );
  }

  /** Starts an import, or resumes one that was stopped. */
  async start(
    id: string,
    { userId, applicationId, impersonatorId, scopes, tokenId, sessionId, reason, mayGrant, invite }: ImportStart,
  ): Promise<void> {
    await this.database.execute(
      `update imports set started_at = now(), started_by_user_id = $2, started_by_application_id = $3, reason = $4, started_by_impersonator_id = $5,
         started_scopes = $6, may_grant = $7, finished_at = null, stopped = false, held_up_reason = null, failures = 0,
         started_by_token_id = $8, started_by_session_id = $9, invite = $10 where id = $1`,
      [id, userId, applicationId, reason, impersonatorId, scopes, mayGrant, tokenId, sessionId, invite],
    );
  }

  async addProgress(id: string, { created, updated, unchanged, refused }: Progress): Promise<void> {
    await this.database.execute(
      `update imports set created = created + $2, updated = updated + $3, unchanged = unchanged + $4, refused = refused + $5, failures = 0 where id = $1`,
      [id, created, updated, unchanged, refused],
    );
  }

  /** Counts a failed batch of an import that still runs. Returns the import, locked. */
  async addFailure(id: string): Promise<Import | null> {
    const counted = await this.database.execute(
      'update imports set failures = failures + 1 where id = $1 and started_at is not null and finished_at is null',
      [id],
    );
    return counted > 0 ? this.lockById(id) : null;
  }

  /** Finishes an import. With a cause the import is stopped instead, and can be resumed for a while. */
  async finish(id: string, cause: HeldUpReason | null): Promise<Progress> {
    const done = await this.database.one<Progress>(
      `update imports set finished_at = now(), stopped = $2::text is not null, held_up_reason = $2,
         expires_at = case when $2::text is null then expires_at else greatest(expires_at, now() + ${DAYS_TO_RESUME} * interval '1 day') end
       where id = $1 returning created, updated, unchanged, refused`,
      [id, cause],
    );
    return done!;
  }
}

export const imports = repositoryOf(Import, ImportRepository);
