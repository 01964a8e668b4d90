/**
 * An attacker with one credential: tries to make more of it by whatever the service offers, keeps all that is given out, and uses it in turn. How
 * an attempt is answered does not matter here; what the attacker holds afterwards does.
 */
import { browse, CookieJar, formWith } from '../../src/tools/browser';
import { type ClientOptions, clientCredentials, signIn } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { take, tokensIn } from './impersonation';
import { mutate } from './mutate';
import { SoftwarePasskey, signInWithPasskey } from './passkeys';
import type { Service } from './service';
import { beginTotp, codeAt, confirmTotp } from './totp';

/** Whom the attacker would like to be, and what is there to take over. */
export interface Targets {
  admin: graphql.Person;
  somebody: graphql.Person;
  bootstrapId: string;
  web: graphql.Registered;
  group: string;
}

const PASSWORD = 'the attacker chose this one';
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
let made = 0;
const next = (name: string) => `${name}-${(made += 1)}`;

/** A payload: the shape is that of what was asked. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Data = Record<string, any>;

export class Attacker {
  /** Access tokens, of users and of machines. */
  readonly bearers: string[];
  readonly clients: ClientOptions[] = [];
  /** Passwords that the attacker has set, and of whom. */
  readonly passwords: { username: string; password: string }[] = [];
  /** Accounts that the attacker made. */
  readonly accounts = new Set<string>();
  readonly passkeys: SoftwarePasskey[] = [];

  constructor(
    private readonly service: Service,
    private readonly targets: Targets,
    start: string,
    private readonly self: { userId: string | null; username: string | null },
  ) {
    this.bearers = [start];
  }

  /** One attempt: what, with which of the tokens, and at whom, as three numbers say. */
  async attempt(what: number, which: number, whom: number): Promise<void> {
    const by = graphql.as(this.service, this.bearers[which % this.bearers.length]!);
    const { admin, somebody } = this.targets;
    const ids = [this.self.userId, admin.id, somebody.id, ...this.accounts].filter((id) => id !== null);
    const userId = ids[whom % ids.length]!;
    const names = Object.keys(this.moves) as (keyof Attacker['moves'])[];
    await this.moves[names[what % names.length]!](by, userId, whom).catch(() => null);
  }

  get attempts(): number {
    return Object.keys(this.moves).length;
  }

  private async run(by: graphql.Ask, name: string, input: Record<string, unknown>, fields = ''): Promise<Data | null> {
    const { data } = await mutate(by, name, input, fields);
    return (data?.[name] ?? null) as Data | null;
  }

  private async enter(username: string, password: string): Promise<void> {
    this.passwords.push({ username, password });
    const options = { ...this.targets.web, redirectUri: graphql.REDIRECT_URI, username, password };
    const { tokens } = await signIn({ ...options, scope: 'openid self account admin' });
    this.bearers.push(tokens.access_token);
  }

  private readonly moves = {
    apiToken: async (by: graphql.Ask, userId: string, n: number) => {
      const scopes = [['self'], ['admin'], ['account'], ['users:read'], ['users:setPassword']][n % 5]!;
      const made = await this.run(by, 'createApiToken', { userId, name: 'x', scopes, expiresAt: inAnHour() }, 'value');
      if (made?.['value']) this.bearers.push(made['value'] as string);
    },
    robot: async (by: graphql.Ask) => {
      const made = await this.run(by, 'createServiceAccount', { username: next('robot') }, 'user { id }');
      if (made?.['user']) this.accounts.add((made['user'] as { id: string }).id);
    },
    account: async (by: graphql.Ask, _userId: string, n: number) => {
      const username = next('account');
      const path = ['', 'emea/below', 'apac'][n % 3];
      const made = await this.run(by, 'createUser', { username, password: PASSWORD, path }, 'user { id }');
      if (!made?.['user']) return;
      this.accounts.add((made['user'] as { id: string }).id);
      await this.enter(username, PASSWORD);
    },
    machine: async (by: graphql.Ask, _userId: string, n: number) => {
      const scopes = [['admin'], ['users:read'], ['applications:manage']][n % 3]!;
      const input = { name: next('M'), kind: 'MACHINE', scopes };
      const made = await this.run(by, 'createApplication', input, 'application { clientId } clientSecret');
      if (made?.['clientSecret']) await this.use(made, scopes);
    },
    secret: async (by: graphql.Ask) => {
      const applicationId = this.targets.bootstrapId;
      const made = await this.run(by, 'rotateClientSecret', { applicationId }, 'application { clientId } clientSecret');
      if (made?.['clientSecret']) await this.use(made, ['admin']);
    },
    passkey: async (by: graphql.Ask) => {
      const key = new SoftwarePasskey();
      const enrolled = await this.run(by, 'enrollPasskey', {}, 'enrollment { authenticatorId options }');
      const { authenticatorId, options } = enrolled!['enrollment'] as { authenticatorId: string; options: never };
      const response = key.create(options, this.service.url);
      const added = await this.run(by, 'confirmPasskey', { authenticatorId, response }, 'authenticator { id }');
      if (!added?.['authenticator']) return;
      this.passkeys.push(key);
      const entered = await signInWithPasskey(this.service, this.targets.web, key, 'openid self account admin');
      if (entered) this.bearers.push(entered.tokens.access_token);
    },
    totp: async (by: graphql.Ask) => {
      const { authenticatorId, secret } = await beginTotp(by);
      await confirmTotp(by, authenticatorId, codeAt(secret));
    },
    recoveryCodes: async (by: graphql.Ask) => {
      await this.run(by, 'createRecoveryCodes', {}, 'codes');
    },
    recoveryLink: async (by: graphql.Ask, userId: string) => {
      const made = await this.run(by, 'createRecoveryLink', { userId }, 'link user { username }');
      if (!made?.['link']) return;
      const jar = new CookieJar();
      const url = new URL(made['link']);
      const page = await browse(url, jar);
      const form = formWith({ url, status: page.status, html: await page.text() }, 'link')!;
      await browse(form.action, jar, { form: { ...form.fields, newPassword: PASSWORD, password: PASSWORD } });
      await this.enter((made['user'] as { username: string }).username, PASSWORD);
    },
    password: async (by: graphql.Ask, userId: string) => {
      const made = await this.run(by, 'setUserPassword', { userId, password: PASSWORD }, 'user { username }');
      if (made?.['user']) await this.enter((made['user'] as { username: string }).username, PASSWORD);
    },
    ownPassword: async (by: graphql.Ask) => {
      const input = { currentPassword: graphql.PASSWORD, newPassword: PASSWORD };
      const made = await this.run(by, 'changeMyPassword', input, 'user { username }');
      if (made?.['user']) await this.enter((made['user'] as { username: string }).username, PASSWORD);
    },
    role: async (by: graphql.Ask, userId: string, n: number) => {
      await this.run(by, 'assignRole', { userId, role: ['ADMIN', 'OPERATOR', 'HELPDESK'][n % 3] });
    },
    newRole: async (by: graphql.Ask, userId: string) => {
      const role = next('role');
      await this.run(by, 'createRole', { name: role, permissions: ['USERS_IMPERSONATE', 'APPLICATIONS_MANAGE'] });
      await this.run(by, 'assignRole', { userId, role });
    },
    group: async (by: graphql.Ask, userId: string) => {
      await this.run(by, 'addGroupMember', { userId, groupId: this.targets.group });
    },
    ruledGroup: async (by: graphql.Ask, userId: string) => {
      await this.run(by, 'updateGroup', { groupId: this.targets.group, rule: { path: 'emea' } });
      await this.run(by, 'updateUser', { userId, path: 'emea/below' });
    },
    address: async (by: graphql.Ask, userId: string) => {
      await this.run(by, 'updateUser', { userId, email: `${next('evil')}@example.com`, emailVerified: true });
    },
    invitation: async (by: graphql.Ask) => {
      const made = await this.run(by, 'inviteUser', { reusable: true }, 'link');
      if (!made?.['link']) return;
      const secret = new URL(made['link']).searchParams.get('link');
      const username = next('invited');
      const accepted = await mutate(
        graphql.as(this.service),
        'acceptInvitation',
        { invitation: secret, username, password: PASSWORD },
        'user { id }',
      );
      const id = accepted.data?.acceptInvitation?.user?.id;
      if (id) this.accounts.add(id);
      await this.enter(username, PASSWORD);
    },
    impersonation: async (by: graphql.Ask, userId: string) => {
      const made = await this.run(by, 'impersonateUser', { userId, reason: 'because' }, 'signInUrl');
      const jar = new CookieJar();
      await take(new URL(made!['signInUrl']!), jar);
      this.bearers.push((await tokensIn(jar, this.targets.web, 'openid self account admin')).access_token);
    },
    settings: async (by: graphql.Ask) => {
      const weaker = {
        stepUpMaximumAge: 0,
        stepUpAuthorityMaximumAge: 0,
        stepUpSecondFactor: false,
        impersonationEnabled: true,
      };
      await this.run(by, 'updateSettings', weaker);
    },
    application: async (by: graphql.Ask, _userId: string, n: number) => {
      const { applicationId } = this.targets.web;
      const change = [
        { redirectUris: ['https://evil.example.com/'] },
        { consentMode: 'IMPLICIT' },
        { firstParty: true },
      ][n % 3];
      // Not carried out even by those who may: the world goes on.
      await this.run(by, 'updateApplication', { applicationId, ...change, dryRun: true });
    },
    enable: async (by: graphql.Ask, userId: string) => {
      await this.run(by, 'enableUser', { userId });
    },
    removeFactor: async (by: graphql.Ask) => {
      const { data } = await by('{ viewer { user { authenticators { id } } } }');
      for (const { id } of data?.viewer?.user?.authenticators ?? [])
        await this.run(by, 'removeAuthenticator', { authenticatorId: id });
    },
  };

  private async use(made: Data, scopes: string[]): Promise<void> {
    const client = {
      issuer: graphql.issuerOf(this.service),
      clientId: (made['application'] as { clientId: string }).clientId,
      clientSecret: made['clientSecret'] as string,
    };
    this.clients.push(client);
    this.bearers.push((await clientCredentials(client, { scope: scopes.join(' ') })).access_token);
  }
}
