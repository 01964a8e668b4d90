/** The pages of the provider: what is put in is escaped, and the fields that scripts and people rely on are there. */
import { createHash } from 'node:crypto';
import { LANGUAGE_CODES, LANGUAGES } from '../../src/provider/texts';
import {
  acceptedPage,
  accountLockedPage,
  confirmedPage,
  confirmPage,
  consentPage,
  deviceCodePage,
  deviceConfirmPage,
  deviceDonePage,
  errorPage,
  homePage,
  impersonatingPage,
  impersonationEndedPage,
  impersonationPage,
  forgottenPage,
  invitationPage,
  lockAccountPage,
  newPasswordPage,
  notFoundPage,
  type Look,
  lookIn,
  type Page,
  passkeyAddedPage,
  addPasskeyPage,
  renderPage,
  passwordSetPage,
  resetRequestedPage,
  scopeDescription,
  secondFactorPage,
  signedOutPage,
  signedUpPage,
  signInPage,
  signOutPage,
  signUpPage,
} from '../../src/provider/pages';

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
const logoutForm = '<form id="op.logoutForm" method="post" action="/out"><input name="xsrf" value="x"/></form>';

const ENGLISH = lookIn('en');
const render = (page: Page, look: Look = ENGLISH): string => renderPage(page, look).body;
const policyOf = (page: Page, look: Look = ENGLISH, targets: string[] = []): string =>
  renderPage(page, look, targets).headers['content-security-policy']!;

const everyPage: Record<string, (text: string) => Page> = {
  signIn: (text) =>
    signInPage({
      action: text,
      csrf: text,
      applicationName: text,
      username: text,
      error: () => text,
      cancelAction: text,
      forgottenUrl: '/forgotten',
    }),
  confirm: (text) => confirmPage({ action: text, link: text, username: text, error: () => text }),
  invitation: (text) =>
    invitationPage({
      action: text,
      link: text,
      minimum: 15,
      choosesName: true,
      username: text,
      name: text,
      error: () => text,
    }),
  accepted: (text) => acceptedPage({ username: text, destination: { applicationName: text, url: text } }),
  confirmed: (text) => confirmedPage({ username: text, destination: { applicationName: text, url: null } }),
  newPassword: (text) =>
    newPasswordPage({
      ...{ action: text, hidden: { name: text, value: text }, username: text },
      ...{ minimum: 15, cancelAction: text, error: () => text },
    }),
  passwordSet: (text) => passwordSetPage({ username: text, destination: null }),
  lockAccount: (text) =>
    lockAccountPage({ action: text, link: text, username: text, isLastAdministrator: false, error: () => text }),
  lockLastAccount: (text) =>
    lockAccountPage({ action: text, link: text, username: text, isLastAdministrator: true, error: () => text }),
  accountLocked: (text) => accountLockedPage({ username: text, disabled: true }),
  lastAccountLocked: (text) => accountLockedPage({ username: text, disabled: false, recoveryUrl: text }),
  contestedAccountLocked: (text) => accountLockedPage({ username: text, disabled: false }),
  forgotten: (text) => forgottenPage({ action: text, email: text, error: () => text }),
  resetRequested: (text) => resetRequestedPage({ email: text }),
  consent: (text) =>
    consentPage({
      action: text,
      csrf: text,
      applicationName: text,
      username: text,
      scopes: [text],
      resources: [{ name: text, scopes: [text] }],
      deviceName: text,
      switchAccountAction: text,
      error: () => text,
    }),
  signOut: (text) => signOutPage({ formHtml: logoutForm, applicationName: text, username: text }),
  signedOut: (text) => signedOutPage({ applicationName: text }),
  error: (text) => errorPage({ title: () => text, message: () => text, requestId: text, backUrl: text }),
  invitationForName: (text) =>
    invitationPage({ action: text, link: text, minimum: 15, choosesName: false, username: text, name: text }),
  signUp: (text) => signUpPage({ action: text, minimum: 15, email: text, name: text, error: () => text, backUrl: '/' }),
  signedUp: (text) => signedUpPage({ email: text, backUrl: '/' }),
  secondFactor: (text) =>
    secondFactorPage({
      ...{ action: text, csrf: text, applicationName: text, error: () => text, cancelAction: text, restartUrl: '/' },
      ...{ takesCode: true, passkey: { action: text, options: text, script: '/signin/passkey.js' } },
    }),
  addPasskey: (text) =>
    addPasskeyPage({
      ...{ action: text, options: text, script: '/signin/passkey.js', link: text, username: text, error: () => text },
    }),
  passkeyAdded: (text) => passkeyAddedPage({ username: text, destination: { applicationName: text, url: text } }),
  impersonation: (text) =>
    impersonationPage({ action: text, link: text, username: text, impersonator: text, minutes: 30 }),
  impersonating: (text) =>
    impersonatingPage({ action: text, csrf: text, username: text, impersonator: text, until: new Date(0) }),
  impersonationEnded: (text) => impersonationEndedPage({ username: text }),
  deviceCode: (text) => deviceCodePage({ formHtml: '<input name="xsrf" value="x"/>', error: () => text }),
  deviceConfirm: (text) =>
    deviceConfirmPage({ formHtml: logoutForm, applicationName: text, userCode: text, origin: text }),
  deviceDone: (text) => deviceDonePage({ applicationName: text, denied: false }),
  deviceRefused: (text) => deviceDonePage({ applicationName: text, denied: true }),
  notFound: () => notFoundPage(),
  home: (text) => homePage({ graphql: text, playground: text, issuer: text }),
};

/** Scripts are files of the service; nothing is inline, and nothing else comes from elsewhere. */
const FOREIGN =
  /<script(?! src="\/signin\/[\w-]+\.js" defer><\/script>)|\son\w+=|javascript:|(src|href)="(https?:)?\/\//i;

describe.each(Object.entries(everyPage))('the %s page', (name, pageOf) => {
  it('lets no markup through', () => {
    const document = render(pageOf(hostile));
    expect(document).not.toMatch(/<script>|<img|onerror='/);
  });

  it('is a whole document in a language, with a title and without anything inline or from elsewhere', () => {
    const document = render(pageOf('plain'));
    expect(document).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(document).toMatch(/<title>[^<]+<\/title>/);
    expect(document.match(/<h1/g)).toHaveLength(1);
    expect(document).not.toMatch(FOREIGN);
  });

  it('has exactly the one style that its security policy allows, and no style attributes', () => {
    const document = render(pageOf('plain'));
    const styles = [...document.matchAll(/<style>([^]*?)<\/style>/g)].map((match) => match[1]!);
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256').update(styles[0]!).digest('base64');
    expect(policyOf(pageOf('plain'))).toContain(`style-src 'sha256-${hash}'`);
    expect(document).not.toContain(' style=');
  });

  it('allows scripts of the service exactly if it has one', () => {
    const scripts = /<script/.test(render(pageOf('plain')));
    expect(policyOf(pageOf('plain')).includes(`script-src 'self'`)).toBe(scripts);
  });

  it('replaces characters that no document can hold', () => {
    const document = render(pageOf('a\u0000b\ud800c'));
    expect(document).not.toContain('\u0000');
    expect(document.isWellFormed()).toBe(true);
  });

  // The home page is for developers, in English.
  if (name === 'home') return;
  it('says everything in each language', () => {
    const sentences = (language: keyof typeof LANGUAGES) =>
      render(pageOf('plain'), lookIn(language))
        .replace(/<style>[^]*<\/style>/, '')
        .split(/<[^>]*>|aria-label="|title="/)
        .map((text) => text.trim())
        .filter((text) => /\p{L}{3}.* .*\p{L}{3}/u.test(text) && !text.includes('plain'));
    const english = new Set(sentences('en'));
    for (const language of LANGUAGE_CODES.filter((code) => code !== 'en')) {
      expect(render(pageOf('plain'), lookIn(language))).toContain(`<html lang="${language}">`);
      expect([language, sentences(language).filter((sentence) => english.has(sentence))]).toEqual([language, []]);
    }
  });
});

describe('signInPage', () => {
  it('posts username, password and csrf', () => {
    const document = render(signInPage({ action: '/signin/1', csrf: 'token', applicationName: 'Shop' }));
    expect(document).toMatch(/<form method="post" action="\/signin\/1">/);
    expect(document).toMatch(/<input type="hidden" name="csrf" value="token" \/>/);
    expect(document).toMatch(/<label for="username">[^]*name="username"[^]*autocomplete="username"/);
    expect(document).toMatch(/<label for="password">[^]*type="password"[^]*autocomplete="current-password"/);
    expect(document).not.toContain('role="alert"');
  });

  it('says what went wrong, tied to the fields, and keeps the username but never a password', () => {
    const document = render(
      signInPage({
        action: '/signin/1',
        csrf: 'token',
        applicationName: 'Shop',
        username: 'ann',
        error: () => 'Wrong username or password.',
      }),
    );
    expect(document).toMatch(/role="alert" id="problem">Wrong username or password\.</);
    expect(document.match(/aria-invalid="true" aria-describedby="problem"/g)).toHaveLength(2);
    expect(document).toContain('value="ann"');
    expect(document).not.toMatch(/type="password"[^>]*value=/);
  });
});

describe('consentPage', () => {
  const consent = { action: '/c', csrf: 'token', applicationName: 'Shop', username: 'ann' };

  it('has the two decisions, the csrf field and a sentence for each scope', () => {
    const document = render(
      consentPage({
        ...consent,
        scopes: ['email'],
        resources: [{ name: 'Orders', scopes: ['orders:read'] }],
        deviceName: "Ann's phone",
      }),
    );
    expect(document).toMatch(/<button type="submit" name="decision" value="allow">/);
    expect(document).toMatch(/<button type="submit" name="decision" value="deny"/);
    expect(document).toContain('name="csrf" value="token"');
    expect(document).toContain('See your e-mail address');
    expect(document).toContain('See orders');
    expect(document).toContain('Ann&#39;s phone');
  });

  it('says so when nothing is asked for', () => {
    expect(render(consentPage({ ...consent, scopes: [] }))).toContain('It will only know that you signed in');
  });
});

describe('lockAccountPage', () => {
  const asked = { action: '/signin/lock-account', link: 'secret', username: 'ann' };

  it('says what will happen, and does it by a form that holds the link', () => {
    const document = render(lockAccountPage({ ...asked, isLastAdministrator: false }));
    expect(document).toMatch(/<form method="post" action="\/signin\/lock-account">/);
    expect(document).toContain('<input type="hidden" name="link" value="secret" />');
    expect(document.match(/<button/g)).toHaveLength(1);
    expect(document).toContain('Every session, token and API token ends immediately');
    expect(document).toContain('until an administrator enables the account again');
  });

  it('tells the last administrator that the account stays enabled, and how to come back', () => {
    expect(render(lockAccountPage({ ...asked, isLastAdministrator: true }))).toContain('The account stays enabled');
    const locked = { username: 'ann', disabled: false };
    expect(render(accountLockedPage({ ...locked, recoveryUrl: '/signin/forgotten' }))).toContain(
      'href="/signin/forgotten"',
    );
    expect(render(accountLockedPage(locked))).toContain('cannot send a recovery link to either address');
    expect(render(accountLockedPage({ username: 'ann', disabled: true }))).not.toContain('stays enabled');
  });
});

describe('signOutPage', () => {
  it('embeds the form of oidc-provider and gives it its two buttons', () => {
    const document = render(signOutPage({ formHtml: logoutForm }));
    expect(document).toContain(logoutForm);
    expect(document).toMatch(/form="op\.logoutForm" name="logout" value="yes"/);
    expect(document.match(/<button/g)).toHaveLength(2);
  });
});

describe('errorPage', () => {
  it.each(['javascript:alert(1)', '//elsewhere.example', '/\\elsewhere.example', 'data:text/html,x'])(
    'makes no link of %s',
    (backUrl) => {
      expect(render(errorPage({ title: () => 'Oops', message: () => 'It broke', backUrl }))).not.toContain('<a ');
    },
  );

  it('shows the request id and a way back', () => {
    const document = render(
      errorPage({ title: () => 'Oops', message: () => 'It broke', requestId: 'req-1', backUrl: '/playground' }),
    );
    expect(document).toContain('<code>req-1</code>');
    expect(document).toContain('href="/playground"');
  });
});

describe('the security policy', () => {
  it('forbids scripts, framing and forms to anywhere but here', () => {
    const policy = policyOf(notFoundPage());
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain(`form-action 'self';`);
    expect(policy).toContain(`frame-ancestors 'none'; base-uri 'none'`);
    expect(policy).not.toContain('unsafe');
  });

  it('lets a form end at the redirect URI of the application, and adds nothing else to the policy', () => {
    const policy = policyOf(notFoundPage(), ENGLISH, [
      'https://shop.example/callback?a=1',
      'http://[::1]:5000/cb',
      'com.shop.app:/cb',
      "javascript:alert(1); script-src 'unsafe-inline'",
      'nonsense',
    ]);
    expect(policy).toContain(`form-action 'self' https://shop.example http: com.shop.app:;`);
    expect(policy).not.toContain('script-src');
  });
});

describe('scopeDescription', () => {
  it.each([
    ['openid', 'Know who you are'],
    ['users:read', 'See users'],
    ['events:search', 'Search events'],
    ['users:disable', 'Disable users'],
    ['devices:delete', 'Permanently delete devices'],
    ['users:setPassword', 'Set passwords of users'],
    ['orders:mark paid', 'Mark paid: orders'],
    ['access-grants:read', 'See access grants'],
    ['constructor', 'Use its permission “constructor”'],
    ['users:', 'Use its permission “users:”'],
    ['users:constructor', 'Constructor users'],
  ])('%s → %s', (scope, sentence) => {
    expect(scopeDescription(LANGUAGES.en, scope)).toBe(sentence);
  });
});
