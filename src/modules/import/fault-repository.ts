/** The table of faults, which says why lines of imports were rejected: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import type { ImportFault } from './entity';
import { conflictsOf } from './line-repository';
import type { LineFault } from './record';
import { ImportLineFault } from './tables';

class ImportLineFaultRepository extends TableRepository<ImportLineFault> {
  listOf(
    importId: string,
    { afterLine = 0, limit = 100 }: { afterLine?: number; limit?: number } = {},
  ): Promise<ImportFault[]> {
    return this.database.query<ImportFault>(
      'select line, field, code, message from import_faults where import_id = $1 and line > $2 order by line limit $3',
      [importId, afterLine, limit],
    );
  }

  async addAll(importId: string, faults: LineFault[]): Promise<void> {
    await this.database.execute(
      `insert into import_faults (import_id, line, field, code, message)
       select $1, f.* from jsonb_to_recordset($2::jsonb) as f (line integer, field text, code text, message text)`,
      [importId, JSON.stringify(faults)],
    );
  }

  /** Rejects lines whose username, email or previous id another user has taken since the upload. */
  async addTaken(importId: string, lines: number[]): Promise<void> {
    await this.database.execute(
      `insert into import_faults (import_id, line, field, code, message)
       select l.import_id, l.line, t.field, 'CONFLICT', t.message from import_lines l cross join lateral ${conflictsOf('l')} t
       where l.import_id = $1 and l.line = any($2::integer[])`,
      [importId, lines],
    );
  }

  /** Rejects lines whose users would get a role through a group rule that the starter may not give. */
  async addForbidden(importId: string, lines: number[]): Promise<void> {
    await this.database.execute(
      `insert into import_faults (import_id, line, field, code, message)
       select $1, line, 'attributes', 'INVALID_INPUT', 'A rule would add the user to a group with a role that the person who started the import may not give.'
       from unnest($2::integer[]) as l (line)`,
      [importId, lines],
    );
  }
}

export const importFaults = repositoryOf(ImportLineFault, ImportLineFaultRepository);
