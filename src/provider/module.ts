/** The provider's manifest: its tables and their retention. */
import { defineModule } from '../core/module/module';
import { OidcArtifact, SigningKey } from './tables';
import { retention } from './retention';

export const provider = defineModule({ name: 'provider', entities: [OidcArtifact, SigningKey], retention });
