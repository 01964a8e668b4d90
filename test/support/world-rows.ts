/** The rows that the recipe of a world stands for. */
import type { World } from './world';

export type Row = Record<string, unknown>;

const KINDS = [
  'user',
  'application',
  'device',
  'link',
  'session',
  'consent',
  'family',
  'grant',
  'token',
  'key',
  'push',
  'factor',
];
export const uuidOf = (kind: string, n: number): string =>
  `00000000-0000-7000-8${String(KINDS.indexOf(kind) + 1).padStart(3, '0')}-${String(n + 1).padStart(12, '0')}`;
/** Of what has ended before. */
const RECEIPT = '00000000-0000-7000-8000-000000000001';

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const hashOf = (text: string) => `\\x${Buffer.from(text).toString('hex')}`;
const of = <T>(all: readonly T[], n: number): T | undefined => all[n % all.length];
const cause = (reason: string | null) => ({ end_reason: reason, revocation_id: reason && RECEIPT });
const endIf = (isOver: boolean, reason: string) => ({
  ended_at: isOver ? at(-1) : null,
  ...cause(isOver ? reason : null),
});

/** Disabling somebody or something has ended the epoch that all of theirs was issued under. */
const epochs = (isDisabled: boolean, epoch: number) => ({
  epoch: isDisabled ? 1 : epoch,
  issuedUnder: isDisabled ? 0 : epoch,
});
const withoutIssued = <T extends { issuedUnder: number }>({ issuedUnder: _, ...row }: T) => row;

const usersOf = (world: World) =>
  world.users.map(({ state, type, epoch }, n) => ({
    id: uuidOf('user', n),
    username: `User${n}`,
    username_key: `user${n}`,
    name: n % 2 ? 'Odd' : 'Even',
    path: n % 2 ? 'emea/sales' : 'emea',
    disabled_at: state === 'DISABLED' ? at(-1) : null,
    onboarding: state === 'PENDING_LOGIN' || state === 'INVITED' ? state : null,
    ...{ type, ...epochs(state === 'DISABLED', epoch), created_at: at(-9), updated_at: at(-9) },
  }));

const applicationsOf = (world: World) =>
  world.applications.map(({ isDisabled, epoch }, n) => ({
    id: uuidOf('application', n),
    kind: n % 2 ? 'MOBILE' : 'WEB',
    ...{
      name: `App ${n}`,
      client_id: `client${n}`,
      ...epochs(isDisabled, epoch),
      disabled_at: isDisabled ? at(-1) : null,
    },
    ...{ created_at: at(-9), updated_at: at(-9) },
  }));
type User = ReturnType<typeof usersOf>[number];
type Application = ReturnType<typeof applicationsOf>[number];

const devicesOf = (world: World, mobile: Application[]) =>
  world.devices.map(({ application, isGone }, n) => ({
    id: uuidOf('device', n),
    application_id: of(mobile, application)!.id,
    ...{ client_id: `device${n}`, secret_hash: hashOf(`device${n}`), name: `Phone ${n}`, created_at: at(-8) },
    ...{ platform: n % 2 ? 'IOS' : 'ANDROID', app_version: n % 2 ? '2.0' : '1.0', isGone },
  }));
type Device = ReturnType<typeof devicesOf>[number];

/** A user is on a device once: further links of the pair are former ones. */
const linksOf = (world: World, users: User[], devices: Device[]) => {
  const pairs = new Set<string>();
  return world.links.flatMap(({ user: u, device: d, isEnded, keys, push }, n) => {
    const user = of(users, u);
    const device = of(devices, d)!;
    if (!user) return [];
    const pair = `${user.id} ${device.id}`;
    const isOver = isEnded || device.isGone || pairs.has(pair);
    if (!isOver) pairs.add(pair);
    const row = { id: uuidOf('link', n), user_id: user.id, device_id: device.id, connected_at: at(-7), keys };
    const push_enrolled_at = push && keys > 0 && !isOver ? at(-6) : null;
    const enrolled = { mobile_enrolled_at: keys > 0 ? at(-6) : null, push_enrolled_at };
    return [{ ...row, last_seen_at: at(-1), ...enrolled, ...endIf(isOver, 'DEVICE_DISCONNECTED') }];
  });
};
type Link = ReturnType<typeof linksOf>[number];

const sessionsOf = (world: World, users: User[], links: Link[]) =>
  world.sessions.flatMap(({ user: u, link: l, life, isOld, impersonator: i, isOldImpersonator }, n) => {
    const user = of(users, u);
    if (!user) return [];
    const own = links.filter(({ user_id }) => user_id === user.id);
    const others = users.filter(({ id }) => id !== user.id);
    const impersonator = i === null ? undefined : of(others, i);
    const link = l === null || impersonator ? undefined : of(own, l);
    const row = { id: uuidOf('session', n), uid: `s${n}`, cookie_hash: hashOf(`s${n}`), user_id: user.id };
    return {
      ...{ ...row, user_epoch: isOld ? 0 : user.issuedUnder },
      ...{ device_id: link?.device_id ?? null, device_link_id: link?.id ?? null },
      ...{ platform: n % 2 ? 'IOS' : 'LINUX', ip: `10.0.0.${n % 3}` },
      ...{ created_at: at(-5), authenticated_at: at(-5), last_seen_at: at(-2) },
      expires_at: at(life === 'EXPIRED' ? -1 : 9),
      impersonator_id: impersonator?.id ?? null,
      impersonator_epoch: impersonator ? (isOldImpersonator ? 0 : impersonator.issuedUnder) : null,
      // One in which somebody acts in the user's place spares nothing.
      tokens_ended_at: life === 'ENDED' || (life === 'SPARED' && impersonator) ? at(-1) : null,
      ...endIf(life === 'ENDED' || life === 'SPARED', 'REVOKED'),
    };
  });

const held = (life: string) => ({
  ...{ created_at: at(-3), expires_at: at(life === 'EXPIRED' ? -1 : 9) },
  ...{ consumed_at: life === 'USED' ? at(-1) : null, revoked_at: life === 'ENDED' ? at(-1) : null },
  ...cause(life === 'ENDED' ? 'REVOKED' : null),
});

/** Consents as they are asked for: one that stands or ran out for each pair, and former ones. */
const consentsOf = (world: World) => {
  const made = new Map<string, Row & { id: string }>();
  const consentOf = (user: User, application: Application, former: string | null): string => {
    const key = `${user.id} ${application.id} ${former}`;
    const state = former ?? of(world.consents, made.size);
    const row = made.get(key) ?? {
      ...{ id: uuidOf('consent', made.size), user_id: user.id, application_id: application.id },
      ...{ scopes: made.size % 2 ? ['openid'] : ['openid', 'self'], created_at: at(-5), updated_at: at(-5) },
      ...{ expires_at: state === 'EXPIRED' ? at(-1) : null, revoked_at: former && at(-1) },
      ...{ tokens_ended_at: state === 'ENDED' ? at(-1) : null, ...cause(former && 'CONSENT_REVOKED') },
    };
    made.set(key, row);
    return row.id;
  };
  return { made, consentOf };
};

const authenticatorsOf = (links: Link[]) =>
  links.flatMap(({ id, user_id, ended_at, keys }, l) =>
    Array.from({ length: keys }, (_, k) => ({
      ...{ id: uuidOf('key', l * 3 + k), user_id, device_link_id: id, kind: 'PIN', name: `Key ${k}` },
      ...{ public_jwk: {}, thumbprint: `${l}.${k}`, created_at: at(-6) },
      // The third of a device was removed.
      ...endIf(ended_at !== null || k === 2, 'REVOKED'),
    })),
  );

const factorsOf = (world: World, users: User[]) =>
  users.flatMap(({ id: user_id }, u) =>
    world.users[u]!.factors.map((kind, k) => ({
      ...{ id: uuidOf('factor', u * 3 + k), user_id, device_link_id: null, kind, name: kind },
      ...{ public_jwk: null, thumbprint: null, created_at: at(-6) },
      // The first of the third user was removed.
      ...endIf(k === 0 && u === 2, 'REVOKED'),
    })),
  );

const pushesOf = (links: Link[]) =>
  links.flatMap(({ id, user_id, device_id, push_enrolled_at: enrolled_at }, l) => {
    const address = { provider: 'WEBHOOK', address: device_id, address_hash: hashOf(device_id) };
    return enrolled_at
      ? [{ id: uuidOf('push', l), user_id, device_id, device_link_id: id, ...address, enrolled_at }]
      : [];
  });

const SETTINGS = {
  cascade: 'consents.revokeCascade',
  endsTokens: 'sessions.revokeTokens',
  requireDisabled: 'users.delete.requireDisabled',
} as const;

/** By table, in the order in which they can be written. */
export const rowsOf = (world: World): Record<string, Row[]> => {
  const users = usersOf(world);
  // Nothing was ever issued to somebody who has only been invited.
  const known = users.filter(({ onboarding }) => onboarding !== 'INVITED');
  const applications = applicationsOf(world);
  const byKind = (wanted: string) => applications.filter(({ kind }) => kind === wanted);
  const web = byKind('WEB');
  const devices = devicesOf(world, byKind('MOBILE'));
  const links = linksOf(world, known, devices);
  const sessions = sessionsOf(world, known, links);
  const { made: consents, consentOf } = consentsOf(world);
  const codes: Row[] = [];
  const tokens: Row[] = [];
  const issue = (kind: string, life: string, columns: Row) => {
    const n = tokens.length;
    tokens.push({ id: uuidOf('token', n), hash: hashOf(`t${n}`), kind, ...columns, ...held(life) });
  };

  const families = world.families.flatMap((family, n) => {
    const { isOld } = family;
    const session = family.by === 'SESSION' ? of(sessions, family.of) : undefined;
    const link = family.by === 'DEVICE' ? of(links, family.of) : links.find(({ id }) => id === session?.device_link_id);
    const user = users.find(({ id }) => id === (session ?? link)?.user_id);
    if (!user) return [];
    const device = devices.find(({ id }) => id === link?.device_id);
    // What a session on a device issues is the installation's; what is confirmed there is for an application elsewhere.
    const client = session ? device : undefined;
    const application = applications.find(({ id }) => id === client?.application_id) ?? of(web, family.application)!;
    const id = uuidOf('family', n);
    const common = {
      ...{ user_id: user.id, application_id: application.id, client_id: (client ?? application).client_id },
      ...{ device_id: device?.id ?? null, device_link_id: link?.id ?? null, session_id: session?.id ?? null },
      consent_id: consentOf(user, application, family.formerConsent),
      user_epoch: isOld === 'USER' ? 0 : (session?.user_epoch ?? user.issuedUnder),
      application_epoch: isOld === 'APPLICATION' ? 0 : application.issuedUnder,
    };
    const issued = { family_id: id, ...common, session_bound: !family.isOffline, scopes: ['openid'] };
    const code = { id: uuidOf('grant', n), hash: hashOf(`f${n}`), ...issued, payload: {} };
    if (family.code) codes.push({ ...code, ...held(family.code) });
    for (const { kind, life } of family.tokens)
      issue(kind, kind === 'ACCESS' && life === 'USED' ? 'EXPIRED' : life, issued);
    return [{ id, ...common, created_at: at(-4), expires_at: at(99), ...endIf(family.isEnded, 'TOKEN_REUSED') }];
  });
  const alone = { family_id: null, consent_id: null, session_id: null, device_link_id: null, user_epoch: null };
  const ofClient = ({ id, client_id, issuedUnder }: Application) => ({
    ...{ application_id: id, client_id, application_epoch: issuedUnder, session_bound: false, scopes: ['admin'] },
  });
  for (const { application: a, device: d, life } of world.clientTokens) {
    const device = d === null ? undefined : of(devices, d);
    const application = applications.find(({ id }) => id === device?.application_id) ?? of(web, a)!;
    issue('ACCESS', life, { ...alone, ...ofClient(application), user_id: null, device_id: device?.id ?? null });
  }
  for (const { user: u, application: a, life } of world.apiTokens) {
    const user = of(known, u);
    if (user) issue('API', life, { ...alone, ...ofClient(of(web, a)!), user_id: user.id, device_id: null });
  }

  const before = (reason: string) => (subject: { id: string }) => ({
    ...{ subject_id: subject.id, epoch: 0, ended_at: at(-1), ...cause(reason) },
  });
  const settings = Object.entries(SETTINGS).map(([name, key]) => ({
    ...{ key, value: world.settings[name as keyof typeof SETTINGS], updated_at: at(-9) },
  }));
  return {
    settings,
    revocations: [{ id: RECEIPT, action: 'revokeSession', requested_at: at(-1), counts: {} }],
    epoch_ends: [
      ...users.filter(({ epoch }) => epoch === 1).map(before('ALL_SESSIONS_REVOKED')),
      ...applications.filter(({ epoch }) => epoch === 1).map(before('APPLICATION_DISABLED')),
      ...devices.filter(({ isGone }) => isGone).map(before('DEVICE_DELETED')),
    ],
    users: users.map(withoutIssued),
    applications: applications.map(withoutIssued),
    devices: devices.flatMap(({ isGone, ...device }) => (isGone ? [] : [device])),
    device_links: links.map(({ keys: _, ...link }) => link),
    sessions,
    consents: [...consents.values()],
    token_families: families,
    access_grants: codes,
    tokens,
    authenticators: [...authenticatorsOf(links), ...factorsOf(world, users)],
    push_enrollments: pushesOf(links),
  };
};
