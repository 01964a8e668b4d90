/** What is read of authenticators. */
import { columnsOf } from '../../schema/columns';
import { Authenticator } from './entity';

export const authenticatorColumns = columnsOf(Authenticator, 'x');
