/** The table of invitations: the only place with its statements. */
import type { Creator } from '../../core/authority/creator';
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { nameKey } from '../../platform/name-key';
import { Invitation } from './entity';
import type { InvitationFilter } from './list';

const STATUS = `case when x.revoked_at is not null then 'REVOKED' when x.accepted > 0 and not x.reusable then 'ACCEPTED'
  when x.expires_at <= now() then 'EXPIRED' else 'PENDING' end`;

const IS_PENDING = `${STATUS} = 'PENDING'`;

export const invitationRows = rowsOf(Invitation, {
  type: 'Invitation',
  from: 'invitations x',
  columns: { status: STATUS },
});

export const invitationColumns = invitationRows.select;

export const invitationList: ListSource<InvitationFilter> = {
  name: 'invitations',
  rows: invitationRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf(`(${STATUS})`, filter.status)
      .id('x.user_id', 'User', filter.userId)
      .id('x.created_by_user_id', 'User', filter.creatorUserId).list,
};

type NewInvitation = Pick<
  Invitation,
  'id' | 'userId' | 'email' | 'reusable' | 'name' | 'path' | 'attributes' | 'type' | 'lifetimeSeconds' | 'applicationId'
>;

const creatorValues = ({ userId, applicationId, impersonatorId, scopes }: Creator): unknown[] => [
  ...[userId, applicationId, impersonatorId, scopes],
];

class InvitationRepository extends TableRepository<Invitation> {
  /** Deletes the invitations of deleted users, and those that they created. */
  async deleteOfUsers(userIds: string[]): Promise<void> {
    await this.deleteBy('created_by_user_id', userIds);
    await this.deleteBy('user_id', userIds);
  }

  /** Revokes those that could still be accepted. */
  async endDerived(ids: string[]): Promise<void> {
    await this.database.execute(
      'update invitations set hash = null, revoked_at = now() where id = any($1::uuid[]) and revoked_at is null and (accepted = 0 or reusable)',
      [ids],
    );
  }

  findById(id: string | null): Promise<Invitation | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Invitation>(`select ${invitationColumns} from invitations x where x.id = $1`, [id]);
  }

  findPendingByHash(hash: Buffer): Promise<Invitation | null> {
    return this.database.one<Invitation>(
      `select ${invitationColumns} from invitations x where x.hash = $1 and ${IS_PENDING}`,
      [hash],
    );
  }

  async existsPendingOf(userId: string): Promise<boolean> {
    const pending = await this.database.one(`select x.id from invitations x where x.user_id = $1 and ${IS_PENDING}`, [
      userId,
    ]);
    return pending !== null;
  }

  async lock(id: string): Promise<void> {
    await this.database.query('select id from invitations where id = $1 for no key update', [id]);
  }

  /** The invitation has no secret at first. */
  async add(invitation: NewInvitation, creator: Creator): Promise<void> {
    const { id, userId, email, reusable, name, path, attributes, type, lifetimeSeconds, applicationId } = invitation;
    await this.database.execute(
      `insert into invitations (id, user_id, email, email_key, reusable, name, path, attributes, type, lifetime_seconds,
         created_by_user_id, created_by_application_id, created_by_impersonator_id, created_scopes, application_id, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::integer, $11, $12, $13, $14, $15, now(), now() + $10::integer * interval '1 second')`,
      [
        ...[id, userId, email, email && nameKey(email), reusable],
        ...[name, path, JSON.stringify(attributes), type, lifetimeSeconds],
        ...creatorValues(creator),
        applicationId,
      ],
    );
  }

  /** Replaces the secret; false where nobody can accept the invitation any more. */
  async setHash(id: string, hash: Buffer): Promise<boolean> {
    const set = await this.database.execute(`update invitations x set hash = $2 where x.id = $1 and ${IS_PENDING}`, [
      id,
      hash,
    ]);
    return set === 1;
  }

  /** Removes the secret, starts the lifetime again and makes the caller the creator. */
  async renew(id: string, creator: Creator): Promise<void> {
    await this.database.execute(
      `update invitations set hash = null, expires_at = now() + lifetime_seconds * interval '1 second',
         created_by_user_id = $2, created_by_application_id = $3, created_by_impersonator_id = $4, created_scopes = $5 where id = $1`,
      [id, ...creatorValues(creator)],
    );
  }

  /**
   * Counts an acceptance; false where the invitation or its secret is no longer valid. Only one of several parallel acceptances of an invitation
   * for one person succeeds. That invitation then belongs to the user; a reusable one never belongs to anyone.
   */
  async consume(id: string, hash: Buffer, userId: string): Promise<boolean> {
    const consumed = await this.database.execute(
      `update invitations x set accepted = x.accepted + 1, user_id = case when x.reusable then x.user_id else $3 end
       where x.id = $1 and x.hash = $2 and ${IS_PENDING}`,
      [id, hash, userId],
    );
    return consumed === 1;
  }

  async revoke(id: string): Promise<void> {
    await this.update({ id }, { hash: null, revokedAt: () => 'now()' });
  }
}

export const invitations = repositoryOf(Invitation, InvitationRepository);
