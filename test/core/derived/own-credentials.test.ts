/** Credentials that would end along with something else ask for what their own mutation asks for. Sessions and tokens do not. */
import { decodeId } from '../../../src/platform/type-id';
import { type DerivedWorld, derivedWorld, some } from '../../support/derived';
import * as graphql from '../../support/graphql';
import { allowImpersonation, impersonate, tokensIn } from '../../support/impersonation';
import { refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { type Service, startService } from '../../support/service';
import { enrolledTotp, strongTokens } from '../../support/totp';

let service: Service;
let world: DerivedWorld;
let admin: graphql.Ask;
let portal: graphql.Registered;
let thirdParty: graphql.Registered;

beforeAll(async () => {
  service = await startService();
  world = await derivedWorld(service);
  ({ admin } = world);
  portal = await graphql.webApplication(service, admin, 'Portal');
  thirdParty = await graphql.createApplication(service, admin, {
    ...{ name: 'Third', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'self'] },
  });
  await allowImpersonation(admin);
}, 60_000);
afterAll(() => service?.stop());

const idOf = async (username: string) =>
  (await graphql.sql<{ id: string }>(service.databaseUrl, 'select id from users where username = $1', [username]))[0]!
    .id;
/** How many passwords and factors somebody has. */
const credentialsOf = async (username: string) => {
  const [row] = await graphql.sql<{ passwords: number; factors: number }>(
    service.databaseUrl,
    `select (select count(*)::int from passwords where user_id = $1) as passwords,
       (select count(*)::int from authenticators where user_id = $1 and ended_at is null) as factors`,
    [await idOf(username)],
  );
  return row;
};
const aged = (sessionId: string) =>
  graphql.sql(service.databaseUrl, `update sessions set authenticated_at = now() - interval '2 hours' where id = $1`, [
    decodeId('Session', sessionId),
  ]);

/** Somebody who added an app in their first session, and can sign in with it. */
const owner = async () => {
  const first = await world.person();
  const totp = await enrolledTotp(first.by);
  const again = async (client = portal, scope = 'openid self account') =>
    world.whoIs((await strongTokens(service, client, first, totp.secret, scope)).access_token);
  return { ...first, totp, again };
};

describe('one’s own credentials', () => {
  it('stay where a token without the scope account ends all sessions with what was derived', async () => {
    const { id, username, sessionId, again } = await owner();
    const there = await again(thirdParty, 'openid self');
    const input = { userId: id, exceptCurrent: true, includeDerived: true };
    expect(await refusal(there.by, 'revokeAllSessions', input)).toBe('FORBIDDEN');
    expect(await refusal(there.by, 'revokeSession', { sessionId, includeDerived: true })).toBe('FORBIDDEN');
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
    // A plan goes the same way.
    expect(await refusal(there.by, 'planRevocation', { selector: { revokeAllSessions: input } })).toBe('FORBIDDEN');
  });

  it('stay in an application that may manage them, until the sign-in is recent', async () => {
    const { username, sessionId, again } = await owner();
    const there = await again();
    await aged(there.sessionId);
    const input = { sessionId, includeDerived: true };
    expect(await refusal(there.by, 'revokeSession', input)).toBe('INSUFFICIENT_AUTHENTICATION');
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
    // To look needs no sign-in.
    const planned = await world.receiptOf('revokeSession', { ...input, dryRun: true }, there.by);
    expect(planned.counts.authenticators).toBe(1);
    const once = await again();
    const receipt = await world.receiptOf('revokeSession', input, once.by);
    // With every session that the app opened.
    expect(some(receipt.counts)).toEqual({ sessions: 3, accessTokens: 3, authenticators: 1 });
  });

  it('stay where the sign-in has one factor and the owner has two', async () => {
    const { username, sessionId, by } = await owner();
    expect(await refusal(by, 'revokeSession', { sessionId, includeDerived: true })).toBe('INSUFFICIENT_AUTHENTICATION');
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
  });

  it('stay where somebody acts in the place of their owner', async () => {
    const { id, username, sessionId } = await owner();
    await graphql.createRole(admin, 'Impersonators', ['USERS_IMPERSONATE', 'USERS_READ']);
    const acting = await world.person('Impersonators');
    const { jar } = await impersonate(acting.by, id);
    const inPlace = graphql.as(service, (await tokensIn(jar, world.shop, 'openid self')).access_token);
    const input = { userId: id, exceptCurrent: true, includeDerived: true };
    expect(await refusal(inPlace, 'revokeAllSessions', input)).toBe('FORBIDDEN');
    expect(await refusal(inPlace, 'revokeSession', { sessionId, includeDerived: true })).toBe('FORBIDDEN');
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
    // Without what was derived the same is theirs to end.
    expect(await refusal(inPlace, 'revokeSession', { sessionId })).toBeNull();
  });

  it('stay when a plan of theirs is applied with an old sign-in', async () => {
    const { username, sessionId, again } = await owner();
    const there = await again();
    const selector = { revokeSession: { sessionId, includeDerived: true } };
    const { plan } = await mutate(there.by, 'planRevocation', { selector }, 'plan { token }');
    await aged(there.sessionId);
    const apply = { planToken: plan.token };
    expect(await refusal(there.by, 'applyRevocation', apply)).toBe('INSUFFICIENT_AUTHENTICATION');
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
  });

  it('include the password, and the API tokens of one’s own', async () => {
    const somebody = await world.person('ADMIN');
    const newPassword = 'another horse battery staple';
    await mutate(somebody.by, 'changeMyPassword', { currentPassword: graphql.PASSWORD, newPassword }, '__typename');
    const scripting = await world.person('ADMIN');
    await world.apiToken(scripting.by, scripting.id);
    for (const { id, username, sessionId, password } of [
      { ...somebody, password: newPassword },
      { ...scripting, password: graphql.PASSWORD },
    ]) {
      const there = await graphql.tokensOf(thirdParty, username, 'openid self', password);
      const by = graphql.as(service, there.access_token);
      expect(await refusal(by, 'revokeAllSessions', { userId: id, exceptCurrent: true, includeDerived: true })).toBe(
        'FORBIDDEN',
      );
      expect(await refusal(by, 'revokeSession', { sessionId, includeDerived: true })).toBe('FORBIDDEN');
      expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 0 });
    }
  });
});

describe('what is no credential', () => {
  it('ends with self alone, and an old sign-in', async () => {
    const { id, username } = await world.person();
    const [first, second] = [
      await world.signedIn({ id, username }, 'openid self', thirdParty),
      await world.signedIn({ id, username }, 'openid self', thirdParty),
    ];
    await aged(second.sessionId);
    const input = { sessionId: first.sessionId, includeDerived: true };
    const receipt = await world.receiptOf('revokeSession', input, second.by);
    expect(some(receipt.counts)).toEqual({ sessions: 1, accessTokens: 1 });
  });
});

describe('credentials of others', () => {
  it('ask for the permission and for a recent sign-in', async () => {
    const { sessionId, username } = await owner();
    const helper = await world.person('ADMIN');
    await aged(helper.sessionId);
    const input = { sessionId, includeDerived: true };
    expect(await refusal(helper.by, 'revokeSession', input)).toBe('INSUFFICIENT_AUTHENTICATION');
    expect(await refusal(helper.by, 'revokeSession', { ...input, dryRun: true })).toBeNull();
    expect(await credentialsOf(username)).toEqual({ passwords: 1, factors: 1 });
    const recent = await world.signedIn(helper, 'openid self admin');
    expect((await world.receiptOf('revokeSession', input, recent.by)).counts.authenticators).toBe(1);
  });
});
