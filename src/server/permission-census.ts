/** The permission census: who may ask for each field, one line a field. Its diff is reviewed as a change of permissions. */
import type { Rule } from '../schema/rules';
import { BUILT_IN_ROLES } from '../schema/permissions';
import { allRules } from './build-schema';

export const permissionCensus = (): string => {
  const fields = Object.entries(allRules).flatMap(([type, rules]) =>
    Object.entries(rules).map(
      ([field, rule]) => `${type}.${field}: ${rule === 'carried' ? 'carried' : (rule as Rule).describe}`,
    ),
  );
  const roles = BUILT_IN_ROLES.map(
    ({ name, permissions }) => `role ${name}: ${[...permissions].sort().join(' ') || 'own rows only'}`,
  );
  return `${[...roles, ...fields.sort()].join('\n')}\n`;
};
