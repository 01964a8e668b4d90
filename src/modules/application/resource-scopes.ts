/** The scopes of resource servers that an application can request, or that a role gives. Administrators grant them. */
import type { Database } from '../../database/database';
import { invalidInput } from '../../schema/errors';
import type { ApplicationKind } from '../../schema/enums';
import type { ResourceScopes } from './entity';
import type { ResourceScopesInput } from './settings-input';
import { applications } from './repository';

const MAX_ENTRIES = 50;

export const checkRequestsTokens = (kind: ApplicationKind, given: ResourceScopesInput[]): void => {
  if (given.length > 0 && kind === 'RESOURCE_SERVER')
    throw invalidInput('resourceScopes', 'A resource server requests no tokens and cannot have `resourceScopes`.');
};

export const listOf = (granted: Record<string, string[]>): ResourceScopes[] =>
  Object.entries(granted).map(([resource, scopes]) => ({ resource, scopes }));

/** The granted scopes by the identifier of the resource server, as they are stored. Throws if a resource server or a scope does not exist. */
export const grantedScopes = async (
  database: Database,
  given: ResourceScopesInput[],
): Promise<Record<string, string[]>> => {
  if (given.length > MAX_ENTRIES)
    throw invalidInput('resourceScopes', `\`resourceScopes\` must have at most ${MAX_ENTRIES} entries.`);
  const granted: Record<string, string[]> = {};
  for (const [i, { resource, scopes }] of given.entries()) {
    const available = resource.includes('\0') ? null : await applications(database).findResourceServerScopes(resource);
    if (!available)
      throw invalidInput(
        'resourceScopes',
        `\`resourceScopes\`: the \`resource\` of entry ${i + 1} is not a resource server.`,
      );
    const unknown = scopes.findIndex((scope) => !available.includes(scope));
    if (unknown >= 0)
      throw invalidInput(
        'resourceScopes',
        `\`resourceScopes\`: scope ${unknown + 1} of entry ${i + 1} is not a scope of that resource server.`,
      );
    if (Object.hasOwn(granted, resource))
      throw invalidInput('resourceScopes', `\`resourceScopes\`: entry ${i + 1} repeats a resource server.`);
    granted[resource] = [...new Set(scopes)];
  }
  return granted;
};
