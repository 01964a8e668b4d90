/** The table of consents: the only place with its statements. */
import { consentHasExpired, consentIsActive } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import { Conditions, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Consent } from './entity';

export interface ActiveConsent {
  id: string;
  /** At the service itself. */
  scopes: string[];
  /** At resource servers, by their identifiers. */
  resources: Record<string, string[]>;
}

import type { ConsentFilter } from './list';

export const consentRows = rowsOf(Consent, {
  type: 'Consent',
  from: 'consents x',
  columns: {
    status: `case when ${consentIsActive('x')} then 'ACTIVE' when ${consentHasExpired('x')} then 'EXPIRED' else 'REVOKED' end`,
  },
  always: ['userId'],
});

export const consentColumns = consentRows.select;

export const consentList: ListSource<ConsentFilter> = {
  name: 'consents',
  rows: consentRows,
  active: { condition: consentIsActive('x'), byDefault: true },
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.application_id', 'Application', filter.applicationId)
      .when(filter.scope, () => `x.scopes @> array[${add(filterText('scope', filter.scope!))}]::text[]`).list,
};

interface NewConsent {
  id: string;
  userId: string;
  applicationId: string;
  scopes: string[];
  /** The scopes at resource servers, by the identifier of the server. */
  resources: Record<string, string[]>;
  /** In seconds; null for a consent that does not expire. */
  lifetime: number | null;
}

class ConsentRepository extends TableRepository<Consent> {
  /** Also one that has ended, with its status. */
  findById(id: string | null): Promise<Consent | null> {
    return this.database.one<Consent>(`select ${consentColumns} from consents x where x.id = $1`, [id]);
  }

  /** The user's consent for the application that is neither revoked nor expired. */
  findStanding(userId: string, applicationId: string): Promise<ActiveConsent | null> {
    return this.database.one(
      `select c.id, c.scopes, c.resource_scopes as resources from consents c
     where c.user_id = $1 and c.application_id = $2 and ${consentIsActive('c')}`,
      [userId, applicationId],
    );
  }

  /** Ends the consents for these applications, and what was issued under them. */
  async endForApplications(applicationIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update consents set revoked_at = now(), tokens_ended_at = now(), end_reason = $2, revocation_id = $3
       where application_id = any($1::uuid[]) and revoked_at is null`,
      [applicationIds, reason, revocationId],
    );
  }

  /** Consents of a user for an application that have not been revoked, or whose tokens have not ended. */
  async listIdsWithAccess(userId: string, applicationId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'select id from consents where user_id = $1 and application_id = $2 and (revoked_at is null or tokens_ended_at is null)',
      [userId, applicationId],
    );
    return rows.map(({ id }) => id);
  }

  /** Marks an expired consent as ended, so that a new one can take its place. What was issued under it stays invalid. */
  async endExpired(userId: string, applicationId: string): Promise<void> {
    await this.database.post(
      `update consents c set revoked_at = c.expires_at, end_reason = 'EXPIRED'
       where c.user_id = $1 and c.application_id = $2 and c.revoked_at is null and ${consentHasExpired('c')}`,
      [userId, applicationId],
    );
  }

  /** Adds a consent or extends the active one and returns its id. Concurrent requests end up with one row per user and application. */
  async addOrExtend({ id, userId, applicationId, scopes, resources, lifetime }: NewConsent): Promise<string> {
    const row = await this.database.one<{ id: string }>(
      `insert into consents as c (id, user_id, application_id, scopes, resource_scopes, created_at, updated_at, expires_at)
       values ($1, $2, $3, $4::text[], $5::jsonb, now(), now(), now() + make_interval(secs => $6))
       on conflict (user_id, application_id) where revoked_at is null do update set
         scopes = array(select distinct s from unnest(c.scopes || excluded.scopes) s order by s),
         resource_scopes = (
           select coalesce(jsonb_object_agg(r.resource, r.scopes), '{}') from (
             select e.key as resource, jsonb_agg(distinct s) as scopes from (
               select * from jsonb_each(c.resource_scopes) union all select * from jsonb_each(excluded.resource_scopes)) e,
             jsonb_array_elements(e.value) s group by e.key) r),
         updated_at = now(), expires_at = excluded.expires_at
       returning c.id`,
      [id, userId, applicationId, [...scopes].sort(), JSON.stringify(resources), lifetime],
    );
    return row!.id;
  }

  /** Revokes these. What was issued under them ends too if `cascade` is set. */
  async end(ids: string[], { reason, revocationId }: Cause, cascade: boolean): Promise<void> {
    await this.database.post(
      `update consents set revoked_at = now(), end_reason = $2, revocation_id = $3, tokens_ended_at = case when $4 then now() end
       where id = any($1::uuid[])`,
      [ids, reason, revocationId, cascade],
    );
  }

  /** Ends everything that was issued under these, and revokes those that were not revoked yet. */
  async endAccess(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update consents set revoked_at = coalesce(revoked_at, now()), tokens_ended_at = now(), end_reason = $2, revocation_id = $3
       where id = any($1::uuid[])`,
      [ids, reason, revocationId],
    );
  }
}

export const consents = repositoryOf(Consent, ConsentRepository);
