/** The provider's manifest: its tables and their retention. */
import { defineModule } from '../core/module/module';
import { DeviceAuthorization, OidcArtifact, SigningKey } from './tables';
import { retention } from './retention';
import * as vocabulary from './vocabulary';

export const provider = defineModule({
  name: 'provider',
  ...vocabulary,
  entities: [DeviceAuthorization, OidcArtifact, SigningKey],
  retention,
});
