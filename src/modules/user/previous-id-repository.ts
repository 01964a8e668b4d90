/** The table of the ids that users had in other systems: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { PreviousId } from './tables';

export const PREVIOUS_ID_TAKEN = 'Another user has this previous id.';

/** SQL condition: another user has one of these ids. */
export const previousIdIsTaken = (ids: string): string =>
  `exists (select from previous_ids p where p.previous_id = any(${ids}))`;

class PreviousIdRepository extends TableRepository<PreviousId> {
  /** Adds ids that no user has. Each list belongs to the user at the same position. */
  async addAll(users: { id: string; previousIds: string[] }[]): Promise<void> {
    const rows = users.flatMap(({ id, previousIds }) => previousIds.map((previousId) => [previousId, id] as const));
    if (rows.length === 0) return;
    await this.database.execute(
      `insert into previous_ids (previous_id, user_id, added_at)
       select p.previous_id, p.user_id, now() from unnest($1::text[], $2::uuid[]) as p (previous_id, user_id) order by p.previous_id`,
      [rows.map(([previousId]) => previousId), rows.map(([, id]) => id)],
    );
  }
}

export const previousIds = repositoryOf(PreviousId, PreviousIdRepository);
