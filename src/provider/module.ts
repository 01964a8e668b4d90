/** What the provider tells of its own tables, as the modules do. */
import { defineModule } from '../core/module/module';
import { OidcArtifact, SigningKey } from './tables';
import { retention } from './retention';

export const provider = defineModule({ name: 'provider', entities: [OidcArtifact, SigningKey], retention });
