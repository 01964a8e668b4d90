/** Describes scopes for the consent page. */
import { attributeOf } from '../../schema/scopes';

const DESCRIPTIONS: Record<string, string> = {
  openid: 'Know who you are',
  profile: 'See your name and username',
  email: 'See your e-mail address',
  groups: 'See the names of the groups you belong to',
  roles: 'See the names of your roles',
  offline_access: 'Keep access while you are not using it',
  self: 'See your account, and end its sessions, devices, tokens and consents',
  account: 'Change how you sign in: your password, passkeys, authenticator apps and recovery codes',
  admin: 'Do everything that your roles allow, including for other people',
};

const verbs: Record<string, string> = {
  read: 'See',
  view: 'See',
  list: 'See',
  search: 'Search',
  create: 'Create',
  add: 'Add',
  update: 'Change',
  write: 'Change',
  manage: 'Manage',
  delete: 'Permanently delete',
  remove: 'Remove',
  revoke: 'End',
  end: 'End',
  disconnect: 'Disconnect',
  impersonate: 'Impersonate',
};

/** `users:set-password` → “Set password: users”. A verb that is not listed is shown as it is. */
export function scopeDescription(scope: string): string {
  if (Object.hasOwn(DESCRIPTIONS, scope)) return DESCRIPTIONS[scope]!;
  const [subject, ...rest] = scope.split(':');
  if (!subject || rest.length === 0 || rest.some((part) => part === '')) return `Use its permission “${scope}”`;
  const verb = words(rest.join(' '));
  if (Object.hasOwn(verbs, verb)) return `${verbs[verb]} ${words(subject)}`;
  return /\s/.test(verb) ? `${capitalised(verb)}: ${words(subject)}` : `${capitalised(verb)} ${words(subject)}`;
}

/** What a consent for this service allows: a scope, or an attribute that the application gets. */
export function consentDescription(scope: string): string {
  const attribute = attributeOf(scope);
  return attribute === null ? scopeDescription(scope) : `See your “${attribute}”`;
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
