/** The connection of lists of what was created with something. */
import { connectionOf } from '../../schema/page';
import { DerivedCredential } from './entity';

export const DerivedCredentialConnection = connectionOf(
  () => DerivedCredential,
  'DerivedCredential',
  'derived credentials',
);
