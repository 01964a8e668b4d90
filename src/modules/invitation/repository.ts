/** The table of invitations: the only place with its statements. */
import { Any } from 'typeorm';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Invitation } from './entity';

class InvitationRepository extends TableRepository<Invitation> {
  /** Of deleted users, and those that they made. */
  async deleteOfUsers(userIds: string[]): Promise<void> {
    await this.delete({ createdByUserId: Any(userIds) });
    await this.delete({ userId: Any(userIds) });
  }
}

export const invitations = repositoryOf(Invitation, InvitationRepository);
