/** The table of mails: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Mail } from './entity';

class MailRepository extends TableRepository<Mail> {}

export const mails = repositoryOf(Mail, MailRepository);
