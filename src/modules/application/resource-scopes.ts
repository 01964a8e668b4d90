/** What an application may ask for at resource servers: granted by an administrator, nothing by default. */
import type { Database } from '../../database/database';
import { invalidInput } from '../../schema/errors';
import type { ApplicationKind } from '../../schema/enums';
import type { ResourceScopesInput } from './inputs';
import { applications } from './repository';

const MOST = 50;

/** As it is kept: by the identifier of the resource server. Throws for a server or a scope that does not exist. */
export const grantedScopes = async (
  database: Database,
  kind: ApplicationKind,
  given: ResourceScopesInput[],
): Promise<Record<string, string[]>> => {
  if (given.length > 0 && kind === 'RESOURCE_SERVER')
    throw invalidInput('resourceScopes', 'A resource server asks for no tokens and has no `resourceScopes`.');
  if (given.length > MOST)
    throw invalidInput('resourceScopes', `\`resourceScopes\` must have at most ${MOST} entries.`);
  const granted: Record<string, string[]> = {};
  for (const [i, { resource, scopes }] of given.entries()) {
    const available = resource.includes('\0') ? null : await applications(database).findResourceServerScopes(resource);
    if (!available)
      throw invalidInput('resourceScopes', `\`resourceScopes\`: entry ${i + 1} does not name a resource server.`);
    const unknown = scopes.findIndex((scope) => !available.includes(scope));
    if (unknown >= 0)
      throw invalidInput(
        'resourceScopes',
        `\`resourceScopes\`: scope ${unknown + 1} of entry ${i + 1} is not one of the scopes of that resource server.`,
      );
    if (Object.hasOwn(granted, resource))
      throw invalidInput('resourceScopes', `\`resourceScopes\`: entry ${i + 1} names a resource server a second time.`);
    granted[resource] = [...new Set(scopes)];
  }
  return granted;
};
