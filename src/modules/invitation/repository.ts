/** The table of invitations: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Invitation } from './entity';

class InvitationRepository extends TableRepository<Invitation> {}

export const invitations = repositoryOf(Invitation, InvitationRepository);
