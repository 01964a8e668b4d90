/** What a scope means, in a sentence a person can decide on. */

const known: Record<string, string> = {
  openid: 'Know that it is you',
  profile: 'See your name and username',
  email: 'See your e-mail address',
  offline_access: 'Keep its access while you are away',
  self: 'See your account, and end its sessions, devices, tokens and consents',
  account: 'Change how you sign in: your password, passkeys, authenticator apps and recovery codes',
  admin: 'Do everything your roles let you do, for other people too',
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
  delete: 'Delete for good:',
  remove: 'Remove',
  revoke: 'End',
  end: 'End',
  disconnect: 'Disconnect',
  impersonate: 'Act as other',
};

/** `users:set-password` → “Set password: users”; a verb that is not listed speaks for itself. */
export function scopeDescription(scope: string): string {
  if (Object.hasOwn(known, scope)) return known[scope]!;
  const [subject, ...rest] = scope.split(':');
  if (!subject || rest.length === 0 || rest.some((part) => part === '')) return `Use its permission “${scope}”`;
  const verb = words(rest.join(' '));
  if (Object.hasOwn(verbs, verb)) return `${verbs[verb]} ${words(subject)}`;
  return /\s/.test(verb) ? `${capitalised(verb)}: ${words(subject)}` : `${capitalised(verb)} ${words(subject)}`;
}

/** camelCase, kebab-case and snake_case as plain words. */
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
