/**
 * The permission census: who can access each field, what each mutation and provider endpoint can create, and the assurance it requires. One line
 * each; changes of it are reviewed as changes of permissions.
 */
import { effectText } from '../schema/effects';
import type { FieldRules, Rule } from '../schema/rules';
import { PROVIDER_PATHS } from '../provider/paths';
import { builtInRoles } from '../modules/role';

const describe = ({ describe: who, effect }: Rule): string => (effect ? `${who}; ${effectText(effect)}` : who);

export const permissionCensus = (rulesByType: FieldRules): string => {
  const fields = Object.entries(rulesByType).flatMap(([type, rules]) =>
    Object.entries(rules).map(
      ([field, rule]) => `${type}.${field}: ${rule === 'carried' ? 'carried' : describe(rule as Rule)}`,
    ),
  );
  const paths = Object.entries(PROVIDER_PATHS).map(
    ([path, { by, effect }]) => `provider ${path}: ${by}; ${effectText(effect)}`,
  );
  const roles = builtInRoles().map(
    ({ name, permissions }) => `role ${name}: ${[...permissions].sort().join(' ') || 'own rows only'}`,
  );
  return `${[...roles, ...fields.sort(), ...paths.sort()].join('\n')}\n`;
};
