/** The table of authentication requests: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { AuthenticationRequest } from './tables';

class AuthenticationRequestRepository extends TableRepository<AuthenticationRequest> {}

export const authenticationRequests = repositoryOf(AuthenticationRequest, AuthenticationRequestRepository);
