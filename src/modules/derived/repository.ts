/** Statements about the table of what credentials were created with. */
import { joinChanges, MAX_DERIVED, withClosure } from '../../core/derived/closure';
import { userMaySignIn } from '../../core/liveness/live';
import { isLive, receiptItems, type SelectionKind } from '../../core/revocation/selection';
import type { Receipt } from '../../core/revocation/engine';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { DerivedCredentialKind } from '../../schema/enums';
import { DerivedCredential } from './entity';

const SELECTED: Record<Exclude<DerivedCredentialKind, 'TOKEN_FAMILY' | 'CHANGE'>, SelectionKind> = {
  PASSWORD: 'password',
  AUTHENTICATOR: 'authenticator',
  RECOVERY_LINK: 'recoveryLink',
  API_TOKEN: 'token',
  CLIENT_SECRET: 'clientSecret',
  REGISTRATION_TOKEN: 'registrationToken',
  DEVICE: 'device',
  INVITATION: 'invitation',
  SESSION: 'session',
  APPLICATION: 'application',
  USER: 'user',
  ROLE_ASSIGNMENT: 'roleAssignment',
  GROUP_MEMBERSHIP: 'groupMembership',
  OFFBOARDING: 'offboarding',
};

const FAMILY_LIVE = `exists (select from token_families f where f.id = d.credential_id and f.ended_at is null and f.expires_at > now())`;

/** Whether it can be used now. What belongs to a user cannot be used while that user may not sign in. */
const LIVE = `(case d.kind
    ${Object.entries(SELECTED)
      .map(([kind, selection]) => `when '${kind}' then ${isLive(selection, 'd.credential_id')}`)
      .join('\n    ')}
    when 'CHANGE' then false
    else ${FAMILY_LIVE} end
  and (d.user_id is null or d.kind in ('SESSION', 'USER', 'INVITATION', 'RECOVERY_LINK', 'OFFBOARDING')
    or exists (select from users u where u.id = d.user_id and ${userMaySignIn('u')})))`;

const SOURCE_KIND = '(select o.kind from derived_credentials o where o.credential_id = d.source_id limit 1)';

/** The table with its computed columns. */
const derivedFrom = `(select d.*, ${LIVE} as live, ${SOURCE_KIND} as source_kind from derived_credentials d) x`;
const derivedRows = rowsOf(DerivedCredential, {
  type: 'DerivedCredential',
  from: derivedFrom,
  columns: { live: 'x.live', sourceKind: 'x.source_kind' },
});
const derivedColumns = derivedRows.select;

export const derivedList: ListSource<never> = {
  name: 'derivedCredentials',
  rows: derivedRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

class DerivedCredentialRepository extends TableRepository<DerivedCredential> {
  /** What these were created with. */
  listOrigins(credentialIds: readonly string[]): Promise<(DerivedCredential & { parentId: string })[]> {
    return this.database.query(
      `select ${derivedColumns}, x.credential_id as "parentId" from ${derivedFrom} where x.credential_id = any($1::uuid[]) order by x.id`,
      [credentialIds],
    );
  }

  /**
   * Counts what was created with the items of a receipt and can still be used, and the changes that were made with them. It looks at as many items
   * as one ending may include.
   */
  async countRemaining(receipt: Receipt): Promise<{ derived: number; changes: number }> {
    const items = receiptItems(receipt);
    const roots = `select case when i."type" in ('ACCESS_TOKEN', 'REFRESH_TOKEN') then 'TOKEN' else i."type" end as kind, i."itemId" as id
      from (select * from (${items.sql}) a limit ${MAX_DERIVED}) i`;
    const row = await this.database.one<{ derived: number; changes: number }>(
      `${withClosure(roots)}, found as (select kind, id from reached limit ${MAX_DERIVED})
       select (select count(distinct x.credential_id)::int from ${derivedFrom} where x.credential_id in (select id from found) and x.live) as derived,
         (select count(distinct c.id)::int from found r ${joinChanges}) as changes`,
      items.values,
    );
    return row!;
  }
}

export const derivedCredentials = repositoryOf(DerivedCredential, DerivedCredentialRepository);
