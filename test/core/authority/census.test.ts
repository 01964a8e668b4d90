/**
 * The census of authority: every mutation, asked by every kind of caller that should be able to do less than it seems. What is expected follows
 * from what the mutations declare; nothing here lists mutations by name but the two that reach nobody.
 */
import { carried as carriedRule, type Rule } from '../../../src/schema/rules';
import { OBJECT_PERMISSIONS, type Permission, PERMISSIONS } from '../../../src/schema/permissions';
import { allRules, declarations } from '../../../src/app/schema';
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { insertApiToken } from '../../support/household';
import { allowImpersonation, impersonate, tokensIn } from '../../support/impersonation';
import { mutate } from '../../support/pair';
import { call, inputOf, mutations, unknownIds, type Ids } from '../../support/root-fields';
import { startWithAdmin, type WithAdmin } from '../../support/start';
import { enrolledTotp } from '../../support/totp';
import { enumName } from '../../support/vocabulary';

/** A caller, and what they are by their credential alone. */
interface Caller {
  ask: graphql.Ask;
  permissions: readonly Permission[];
  scoped?: readonly Permission[];
  ownsRows?: boolean;
  ownsAccount?: boolean;
  impersonates?: boolean;
  /** Whether a sign-in stands behind it that is recent and as strong as it can be; null where nobody signs in. */
  assured: boolean | null;
}

let { service, admin, stop } = {} as WithAdmin;
let boss: graphql.Person;
let ids: Ids;
const callers: Record<string, Caller> = {};
const machines = new Map<Permission, Caller>();

const ALL = 'openid offline_access self account admin';
const ruleOf = (name: string): Rule => {
  const rule = allRules['Mutation']![name]!;
  if (rule === carriedRule) throw new Error(`${name} has no rule of its own`);
  return rule;
};

const permits = (rule: Rule, { permissions, scoped = [], ...caller }: Caller): boolean =>
  rule.permits({
    principal: {
      kind: 'USER',
      userId: 'somebody',
      impersonatorId: caller.impersonates ? 'somebody else' : null,
      permissions: new Set(permissions),
      scoped: scoped.length > 0 ? [{ permissions: new Set(scoped) }] : [],
      ownsRows: caller.ownsRows ?? false,
      ownsAccount: caller.ownsAccount ?? false,
    },
  });

/** The answer that the declaration comes to: refused by the rule, asked to sign in again, or let in. */
const expected = (asked: string, caller: Caller): string => {
  // A plan is refused as what it plans.
  const name = asked === 'planRevocation' ? 'disableUser' : asked;
  if (!permits(ruleOf(name), caller)) return 'FORBIDDEN';
  return declarations.get(name)!.assurance === 'AUTHORITY' && caller.assured === false
    ? 'INSUFFICIENT_AUTHENTICATION'
    : 'let in';
};

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  await allowImpersonation(admin);
  const web = await graphql.webApplication(service, admin);
  const thirdParty = await graphql.createApplication(service, admin, {
    ...{ name: 'Third party', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] },
    scopes: ['openid', 'offline_access', 'self'],
  });
  const as = (client: graphql.Registered, { username }: graphql.Person, scope: string) =>
    graphql.signedIn(service, client, username, scope);
  const own = { ownsRows: true, ownsAccount: true };

  callers['third-party self'] = {
    ask: await as(thirdParty, await graphql.createPerson(admin, 'plain'), 'openid self'),
    ...{ permissions: [], ownsRows: true, assured: true },
  };
  const careful = await graphql.createPerson(admin, 'careful', 'ADMIN');
  const weak = await as(web, careful, ALL);
  await enrolledTotp(weak);
  callers['one-factor session of a two-factor user'] = { ask: weak, permissions: PERMISSIONS, ...own, assured: false };
  const old = await graphql.createPerson(admin, 'stale', 'ADMIN');
  callers['stale session'] = { ask: await as(web, old, ALL), permissions: PERMISSIONS, ...own, assured: false };
  await graphql.sql(
    service.databaseUrl,
    `update sessions set authenticated_at = now() - interval '2 hours' where user_id = (select id from users where username = 'stale')`,
  );
  const scripted = await graphql.createPerson(admin, 'scripted', 'ADMIN');
  const { value } = await insertApiToken(service.databaseUrl, scripted.id, ['self', 'admin', 'account']);
  callers['API token'] = {
    ask: graphql.as(service, value),
    ...{ permissions: PERMISSIONS, ownsRows: true, assured: false },
  };
  boss = await graphql.createPerson(admin, 'boss', 'ADMIN');
  const support = await graphql.createPerson(admin, 'support', 'ADMIN');
  await as(web, boss, ALL);
  const { jar } = await impersonate(await as(web, support, ALL), boss.id);
  callers['impersonation'] = {
    ask: graphql.as(service, (await tokensIn(jar, web, ALL)).access_token),
    ...{ permissions: PERMISSIONS, ownsRows: true, impersonates: true, assured: null },
  };
  await graphql.createRole(admin, 'Delegate', [...OBJECT_PERMISSIONS].map(enumName));
  const delegate = await graphql.createPerson(admin, 'delegate');
  await graphql.assign(admin, { userId: delegate.id, role: 'Delegate', on: { path: 'emea' } });
  callers['folder delegate'] = {
    ask: await as(web, delegate, ALL),
    ...{ permissions: [], scoped: [...OBJECT_PERMISSIONS], ...own, assured: true },
  };
  const mobile = await graphql.createApplication(service, admin, {
    ...{ name: 'App', kind: 'MOBILE', redirectUris: [graphql.REDIRECT_URI] },
    ...{ firstParty: true, scopes: ALL.split(' ') },
  });
  const phone = await graphql.install(mobile, 'Phone');
  callers['installation'] = {
    ask: graphql.as(service, (await clientCredentials(phone, {})).access_token),
    ...{ permissions: [], assured: null },
  };
  for (const permission of PERMISSIONS) {
    const scopes = [permission];
    const client = await graphql.createApplication(service, admin, { name: permission, kind: 'MACHINE', scopes });
    const { access_token: token } = await clientCredentials(client, { scope: permission });
    machines.set(permission, { ask: graphql.as(service, token), permissions: scopes, assured: null });
  }

  // An administrator who happens to be in the delegate's folder, and what is theirs.
  await mutate(admin, 'updateUser', { userId: boss.id, path: 'emea/board' }, '__typename');
  await as(phone, boss, ALL);
  const lists = `sessions(filter: {status: [ACTIVE]}) { nodes { id device { id } } } tokens { nodes { id } } consents { nodes { id } }`;
  const { user } = await graphql.ok(admin(`{ user(by: {id: "${boss.id}"}) { ${lists} } }`));
  const onPhone = user.sessions.nodes.find(({ device }: { device: unknown }) => device);
  const { applications } = await graphql.ok(admin('{ applications(filter: {search: "Bootstrap"}) { nodes { id } } }'));
  const { roles } = await graphql.ok(admin('{ roles { id name } }'));
  const { createGroup } = await graphql.ok(
    admin(`mutation { createGroup(input: {name: "G"}) { group { id } errors { code } } }`),
  );
  ids = {
    userId: boss.id,
    sessionId: onPhone.id,
    deviceId: onPhone.device.id,
    tokenId: user.tokens.nodes[0].id,
    consentId: user.consents.nodes[0].id,
    applicationId: applications.nodes[0].id,
    roleId: roles[0].id,
    groupId: createGroup.group.id,
    accessGrantId: 'agr_01h455vb4pex5vsknk084sn02q',
    authenticatorId: 'atr_01h455vb4pex5vsknk084sn02q',
    invitationId: 'inv_01h455vb4pex5vsknk084sn02q',
    importId: 'imp_01h455vb4pex5vsknk084sn02q',
    authenticationId: 'arq_01h455vb4pex5vsknk084sn02q',
  };
}, 180_000);
afterAll(() => stop?.());

const REFUSED = ['FORBIDDEN', 'INSUFFICIENT_AUTHENTICATION', 'UNAUTHENTICATED'];
const answered = (answer: graphql.Answer): string => {
  const code = graphql.codes(answer)[0];
  return code !== undefined && REFUSED.includes(code) ? code : 'let in';
};

/** A value that the caller may not give is refused too: with nothing more than one permission, or on a folder. */
const isNarrow = ({ permissions, scoped = [] }: Caller): boolean =>
  permissions.length + scoped.length > 0 && permissions.length < PERMISSIONS.length;

const lastWhatEndsTheCaller = (a: { name: string }, b: { name: string }): number =>
  Number(a.name === 'endImpersonation') - Number(b.name === 'endImpersonation');

const differences = async (caller: Caller): Promise<string[]> => {
  const found: string[] = [];
  for (const field of [...mutations].sort(lastWhatEndsTheCaller)) {
    const wanted = expected(field.name, caller);
    const got = answered(await call(caller.ask, field, unknownIds(ids)));
    const givesTooMuch =
      wanted === 'let in' &&
      got === 'FORBIDDEN' &&
      isNarrow(caller) &&
      declarations.get(field.name)!.creates !== 'NONE';
    if (got !== wanted && !givesTooMuch) found.push(`${field.name}: ${got} instead of ${wanted}`);
  }
  return found;
};

test.each([
  'third-party self',
  'one-factor session of a two-factor user',
  'stale session',
  'API token',
  'impersonation',
  'folder delegate',
  'installation',
])(
  '%s is answered as the declarations say',
  async (name) => {
    expect(await differences(callers[name]!)).toEqual([]);
  },
  120_000,
);

test('a machine with one permission is answered as the declarations say', async () => {
  for (const [permission, caller] of machines)
    expect([permission, await differences(caller)]).toEqual([permission, []]);
}, 600_000);

/** They reach nobody else: the mail goes to the owner, and reading is no change. */
const HARMLESS = ['emailRecoveryLink', 'exportUserData'];

const carriedOut = ({ data, errors }: graphql.Answer, name: string): boolean => {
  if (errors.length > 0 || !data?.[name] || data[name].errors.length > 0) return false;
  const { results } = data[name] as { results?: { changed: boolean }[] };
  return results === undefined || results.some(({ changed }) => changed);
};

const stateOfBoss = async () => {
  const user = `id status version username email passwordLockedAt passwordChangeRequiredAt offboarding { action } roles { name } groups { id }`;
  const ends = `sessions(filter: {status: [ACTIVE]}) { totalCount } tokens(filter: {status: [ACTIVE]}) { totalCount } consents { totalCount } devices { totalCount }`;
  return graphql.ok(admin(`{ user(by: {id: "${boss.id}"}) { ${user} ${ends} } }`));
};

test('nobody acts on a user who holds what they do not hold', async () => {
  const before = await stateOfBoss();
  const acted: string[] = [];
  for (const [name, caller] of [['folder delegate', callers['folder delegate']!] as const, ...machines])
    for (const field of mutations) {
      if (HARMLESS.includes(field.name) || !permits(ruleOf(field.name), caller)) continue;
      const { applicationId: _, groupId: __, roleId: ___, ...ofBoss } = ids;
      if (!Object.keys(inputOf(field, ids)).some((key) => key in ofBoss || key.replace(/s$/, '') in ofBoss)) continue;
      const answer = await call(caller.ask, field, { ...unknownIds(ids), ...ofBoss });
      if (carriedOut(answer, field.name)) acted.push(`${name}: ${field.name}`);
    }
  expect(acted).toEqual([]);
  expect(await stateOfBoss()).toEqual(before);
}, 600_000);

test('nobody manages a client that may do what they may not', async () => {
  const caller = machines.get('applications:manage')!;
  const carried: string[] = [];
  for (const field of mutations.filter(({ name }) => permits(ruleOf(name), caller))) {
    if (!('applicationId' in inputOf(field, ids))) continue;
    const answer = await call(caller.ask, field, ids);
    if (carriedOut(answer, field.name)) carried.push(field.name);
  }
  expect(carried).toEqual([]);
});
