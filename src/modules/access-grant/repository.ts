/** The table of access grants: the only place with its statements. */
import { lifeColumns, lifeOf } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { columnsOf } from '../../schema/columns';
import { AccessGrant } from './entity';
import type { AccessGrantFilter } from './list';

export const accessGrantLife = lifeOf('accessGrant', 'x');
export const accessGrantColumns = `${columnsOf(AccessGrant, 'x')}, ${lifeColumns('accessGrant', accessGrantLife)}`;
export const accessGrantFrom = `access_grants x ${accessGrantLife.joins} ${accessGrantLife.death}`;

export const accessGrantList: ListSource<AccessGrantFilter> = {
  name: 'accessGrants',
  select: accessGrantColumns,
  from: accessGrantFrom,
  countFrom: () => `access_grants x ${accessGrantLife.joins}`,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.application_id', 'Application', filter.applicationId).list,
};

/** Every list of access grants omits those that were exchanged, revoked or have expired. */
export const accessGrantScope = () => [accessGrantLife.live];

export interface RevocableGrant {
  id: string;
  userId: string;
  applicationId: string;
  sessionId: string | null;
  consumedAt: Date | null;
  revocationId: string | null;
}

class AccessGrantRepository extends TableRepository<AccessGrant> {
  /** Live or not, with the receipt that revoked it. */
  findRevocable(id: string): Promise<RevocableGrant | null> {
    return this.database.one<RevocableGrant>(
      `select id, user_id as "userId", application_id as "applicationId", session_id as "sessionId", consumed_at as "consumedAt", revocation_id as "revocationId"
       from access_grants where id = $1`,
      [id],
    );
  }

  /** Revokes it, unless it was revoked or exchanged. */
  async end(id: string, { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update access_grants set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = $1 and revoked_at is null and consumed_at is null`,
      [id, reason, revocationId],
    );
  }
}

export const accessGrants = repositoryOf(AccessGrant, AccessGrantRepository);
