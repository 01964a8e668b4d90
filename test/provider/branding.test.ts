/** The brand of the service and of an application on the pages: checked when it is set, escaped when it is shown, and readable in every color. */
import fc from 'fast-check';
import { formWith } from '../../src/tools/browser';
import { accentStyle, contrast } from '../../src/provider/pages/accent';
import * as graphql from '../support/graphql';
import { ERRORS, ok, PASSWORD } from '../support/graphql';
import { mutate, refusalsOf } from '../support/mutate';
import { nextLink } from '../support/registration';
import { startWithMail, type WithMail } from '../support/start';
import { Visitor } from '../support/visitor';

let { server, service, admin, web, sql, stop } = {} as WithMail;
beforeAll(async () => void ({ server, service, admin, web, sql, stop } = await startWithMail()), 60_000);
afterAll(() => stop?.());

const set = (input: Record<string, unknown>) =>
  mutate(admin, 'updateSettings', input, 'settings { brandingName { value default } brandingColor { value default } }');
const settings = async (input: Record<string, unknown>) => (await ok(set(input))).updateSettings.settings;
const visitor = () => new Visitor(service.url);
const policyOf = ({ page }: Visitor) => page.headers.get('content-security-policy')!;
const SHOP = {
  ...{ logoUri: 'https://cdn.shop.example/logo.svg?v=2', color: '#0A7F5C' },
  ...{ policyUri: 'https://shop.example/privacy', termsUri: 'https://shop.example/terms' },
};
const branded = (name: string, input: Record<string, unknown> = SHOP) =>
  graphql.createApplication(service, admin, { name, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], ...input });

test('the service has a name, a logo, a color and two links; null goes back to the default', async () => {
  const given = {
    brandingName: 'Acme ID',
    brandingLogoUri: 'https://img.acme.example/id.png',
    brandingColor: '#aa0055',
  };
  expect(await settings({ ...given, brandingPolicyUri: 'https://acme.example/privacy' })).toMatchObject({
    brandingName: { value: 'Acme ID', default: 'Castellan' },
    brandingColor: { value: '#aa0055', default: null },
  });
  const who = await visitor().begin(web);
  expect(who.page.html).toContain('<title>Sign in · Acme ID</title>');
  expect(who.page.html).toMatch(
    /<p class="brand"><img src="https:\/\/img\.acme\.example\/id\.png" alt=""[^>]*>Acme ID</,
  );
  expect(who.page.html).toContain('--accent: #aa0055; ');
  expect(who.link('Privacy policy')).toBe('https://acme.example/privacy');
  expect(who.link('Terms of service')).toBeUndefined();
  expect(policyOf(who)).toContain(`img-src data: https://img.acme.example;`);

  const gone = { brandingName: null, brandingLogoUri: null, brandingColor: null, brandingPolicyUri: null };
  expect(await settings(gone)).toMatchObject({ brandingName: { value: 'Castellan' }, brandingColor: { value: null } });
  await who.begin(web);
  expect(who.page.html).not.toContain('<img');
  expect(policyOf(who)).toContain('img-src data:;');
});

test('the brand of an application is on its sign-in, consent and link pages, and on no other', async () => {
  const shop = await branded('Shop');
  const [who, { username, email }] = [visitor(), await graphql.createPerson(admin, graphql.newName('buyer'))];
  const expectShop = () => {
    expect(who.page.html).toMatch(
      /<p class="brand"><img src="https:\/\/cdn\.shop\.example\/logo\.svg\?v=2"[^>]*>Shop</,
    );
    expect(who.page.html).toContain('--accent: #0A7F5C; ');
    expect([who.link('Privacy policy'), who.link('Terms of service')]).toEqual([SHOP.policyUri, SHOP.termsUri]);
    expect(policyOf(who)).toContain('img-src data: https://cdn.shop.example;');
  };
  await who.begin(shop);
  expectShop();
  await who.follow('Forgot your password?');
  expectShop();
  await who.send({ email });
  await who.open(await nextLink(server, email));
  expect(who.heading).toBe('Set a new password');
  expectShop();
  await who.begin(shop);
  await who.send({ password: PASSWORD, username });
  expect(formWith(who.page, 'decision')).toBeDefined();
  expectShop();
  await who.begin(web, { prompt: 'login' });
  expect(who.page.html).not.toContain('shop.example');
});

test.each([
  ['logoUri', 'http://cdn.example/logo.png'],
  ['logoUri', 'data:image/svg+xml,<svg/>'],
  ['logoUri', "https://cdn.example/'; script-src *"],
  ['policyUri', 'javascript:alert(1)'],
  ['termsUri', 'mailto:law@example.com'],
  ['color', 'red'],
  ['color', '#fff'],
  ['color', '#000000; } * { display: none'],
  ['name', ''],
])('%s cannot be %s', async (field, value) => {
  const setting = `branding${field[0]!.toUpperCase()}${field.slice(1)}`;
  const refused = (name: string) => [
    { code: 'INVALID_INPUT', path: ['input', name], message: expect.stringMatching(`^\`${name}\` must be .`) },
  ];
  expect(refusalsOf(await set({ [setting]: value }))).toMatchObject(refused(setting));
  if (field === 'name') return;
  const update = { applicationId: web.applicationId, [field]: value };
  expect(refusalsOf(await mutate(admin, 'updateApplication', update))).toMatchObject(refused(field));
});

test('an application keeps what an update leaves out, and null removes it', async () => {
  const { applicationId } = await branded('Kept');
  const update = async (input: Record<string, unknown>) =>
    (
      await ok(
        mutate(
          admin,
          'updateApplication',
          { applicationId, ...input },
          'application { logoUri policyUri termsUri color }',
        ),
      )
    ).updateApplication.application;
  expect(await update({ name: 'Still kept' })).toEqual(SHOP);
  expect(await update({ logoUri: null, color: null })).toEqual({ ...SHOP, logoUri: null, color: null });
});

test('hostile values that got into the database do nothing on a page', async () => {
  const hostile = await branded('"><script>alert(1)</script>');
  await sql(
    `update applications set logo_uri = $2, policy_uri = $3, terms_uri = $4, color = $5 where client_id = $1`,
    ...[hostile.clientId, `https://x.example/"><script>alert(1)</script>`, 'javascript:alert(1)', 'data:text/html,x'],
    '#000000; } body { background: url(https://x.example) } :root { --x: #000000',
  );
  const who = await visitor().begin(hostile);
  expect(who.page.html).not.toMatch(/<script>|javascript:|data:text|background: url/);
  expect(policyOf(who)).toContain('img-src data: https://x.example;');
  expect(policyOf(who)).toContain(`script-src 'self';`);
  await sql(`update applications set logo_uri = 'javascript:alert(1)' where client_id = $1`, hostile.clientId);
  await who.begin(hostile);
  expect(who.page.html).not.toContain('<img');
  expect(policyOf(who)).toContain('img-src data:;');
});

test('in any color, text on it and links in it can be read, on the light and on the dark page', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(color, (accent) => {
      const schemes = accentStyle(accent).split('@media');
      expect(schemes).toHaveLength(2);
      schemes.forEach((css, dark) => {
        const read = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)![1]!;
        const ratios = {
          text: contrast(read('on-accent'), read('accent')),
          hovered: contrast(read('on-accent'), read('accent-strong')),
          link: contrast(read('link'), dark ? '#19202b' : '#ffffff'),
        };
        for (const [name, ratio] of Object.entries(ratios)) expect([name, ratio >= 4.5]).toEqual([name, true]);
      });
    }),
  );
  expect(accentStyle('#aa0055')).toContain('--on-accent: #ffffff;');
  expect(accentStyle('#ffee00')).toContain('--on-accent: #000000;');
  expect(accentStyle(null)).toBe('');
});

test('an operator may read the brand, and only an administrator may change it', async () => {
  const { username } = await graphql.createPerson(admin, graphql.newName('operator'), 'OPERATOR');
  const ask = await graphql.signedIn(service, web, username, 'openid admin');
  expect((await ok(ask('{ settings { brandingName { value } } }'))).settings.brandingName.value).toBe('Castellan');
  const { errors } = await ask(`mutation { updateSettings(input: { brandingName: "X" }) { ${ERRORS} } }`);
  expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
});
