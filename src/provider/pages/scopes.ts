/** Describes scopes for the consent page. */
import { attributeOf } from '../../schema/scopes';
import type { Texts } from '../texts';

/** Other words for what a permission allows. */
const SYNONYMS: Record<string, string> = {
  ...{ view: 'read', list: 'read', add: 'create', write: 'update', end: 'revoke' },
};

const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** `users:setPassword` → “Set passwords of users”, `attribute:team` → “See your “team””. What is unknown is shown as it is. */
export function scopeDescription({ scopes }: Texts, scope: string): string {
  const attribute = attributeOf(scope);
  if (attribute !== null) return scopes.attribute(attribute);
  const known = own<string>(scopes.known, scope);
  if (known) return known;
  const [subject, ...rest] = scope.split(':');
  if (!subject || rest.length === 0 || rest.some((part) => part === '')) return scopes.unknown(scope);
  const named = rest.join(' ');
  const what = own<string>(scopes.subjects, subject) ?? words(subject);
  const verb = own<(what: string) => string>(scopes.verbs, own(SYNONYMS, named) ?? named);
  return verb ? verb(what) : scopes.otherVerb(capitalised(words(named)), what);
}

/** Splits camelCase, kebab-case and snake_case into words. */
function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase()
    .trim();
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
