/** How long imports and their lines are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'lines of imports',
    table: 'import_lines',
    endedAt: 'x.expires_at',
    keepFor: 0,
    // A stopped import expires later, so that another administrator can resume it.
    where: `not exists (select from imports i where i.id = x.import_id
      and (i.expires_at > $1 or (i.started_at is not null and i.finished_at is null)))`,
  },
  {
    name: 'imports',
    table: 'imports',
    endedAt: 'x.created_at',
    keepFor: 'retention.jobs',
    neededBy: ['select from import_lines o where o.import_id = x.id'],
    parts: { table: 'import_faults', column: 'import_id' },
  },
];
