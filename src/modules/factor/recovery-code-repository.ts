/** The table of recovery codes: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { RecoveryCode } from './tables';

class RecoveryCodeRepository extends TableRepository<RecoveryCode> {}

export const recoveryCodes = repositoryOf(RecoveryCode, RecoveryCodeRepository);
