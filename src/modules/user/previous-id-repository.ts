/** The table of the ids that users had in other systems: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { PreviousId } from './tables';

export const PREVIOUS_ID_TAKEN = 'Another user has this previous id.';

/** SQL condition: a user other than the row's has one of its previous ids. */
export const previousIdIsTaken = (row: string): string =>
  `exists (select from previous_ids p where p.previous_id = any(${row}.previous_ids) and p.user_id is distinct from ${row}.user_id)`;

/** SQL condition: the `sub` is another user's, was that of a user or client who is deleted, or is the id of a client, which client credentials have as their `sub`. */
export const subjectIsTaken = (subject: string): string => `(exists (select from users u where u.subject = ${subject})
  or exists (select from retired_subjects r where r.hash = sha256(convert_to(${subject}, 'UTF8')))
  or exists (select from applications a where a.client_id = ${subject}) or exists (select from devices d where d.client_id = ${subject}))`;

class PreviousIdRepository extends TableRepository<PreviousId> {
  async findUserId(previousId: string): Promise<string | null> {
    if (previousId.includes('\0')) return null;
    return (await this.findOneBy({ previousId }))?.userId ?? null;
  }

  async listOf(userIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.database.query<{ userId: string; ids: string[] }>(
      `select user_id as "userId", array_agg(previous_id order by previous_id) as ids from previous_ids
       where user_id = any($1::uuid[]) group by user_id`,
      [userIds],
    );
    return new Map(rows.map(({ userId, ids }) => [userId, ids]));
  }

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
