/** The table of invitations: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Invitation } from './entity';

class InvitationRepository extends TableRepository<Invitation> {
  /** Revokes those that could still be accepted. */
  async endDerived(ids: string[]): Promise<void> {
    await this.database.execute(
      'update invitations set hash = null, revoked_at = now() where id = any($1::uuid[]) and revoked_at is null and (accepted = 0 or reusable)',
      [ids],
    );
  }
}

export const invitations = repositoryOf(Invitation, InvitationRepository);
