/** The table of imports: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Import } from './entity';

export interface StoppedImport {
  id: string;
  lines: number;
  created: number;
  refused: number;
}

class ImportRepository extends TableRepository<Import> {
  /** Stops those that still run and that one of these tokens or sessions started. */
  stopStartedBy(sourceIds: string[]): Promise<StoppedImport[]> {
    return this.database.query(
      `with done as (update imports set finished_at = now(), stopped = true
         where started_at is not null and finished_at is null and (started_by_token_id = any($1::uuid[]) or started_by_session_id = any($1::uuid[]))
         returning id, lines, created, refused)
       select * from done`,
      [sourceIds],
    );
  }
}

export const imports = repositoryOf(Import, ImportRepository);
