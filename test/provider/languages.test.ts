/** The pages speak the language of the authorization request or of the browser, what services refuse included. */
import { discover } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { PASSWORD } from '../support/graphql';
import { linkIn } from '../support/mail';
import { allowRegistration, nextLink } from '../support/registration';
import { startWithMail, type WithMail } from '../support/start';
import { Visitor } from '../support/visitor';

let { server, service, admin, web, stop } = {} as WithMail;
beforeAll(async () => {
  ({ server, service, admin, web, stop } = await startWithMail());
  await allowRegistration(admin);
}, 60_000);
afterAll(() => stop?.());

const visitor = (languages?: string) => new Visitor(service.url, undefined, languages);
const seen = ({ language, heading }: Visitor) => [language, heading];

test.each([
  ['de', 'Anmelden'],
  ['fr-CA', 'Se connecter'],
  ['nl es-MX', 'Iniciar sesión'],
  ['nl', 'Sign in'],
])('`ui_locales` of %s: %s', async (ui_locales, heading) => {
  const who = await visitor().begin(web, { ui_locales });
  expect(who.heading).toBe(heading);
});

test.each([
  ['de-CH, fr;q=0.8', 'Anmelden'],
  ['nl, fr;q=0.5, de;q=0.4', 'Se connecter'],
  ['*', 'Sign in'],
  ['nl', 'Sign in'],
])('without it, the browser decides: %s', async (languages, heading) => {
  expect((await visitor(languages).begin(web)).heading).toBe(heading);
});

test('discovery lists the languages', async () => {
  expect(await discover(web.issuer)).toMatchObject({ ui_locales_supported: ['en', 'de', 'fr', 'es'] });
});

test('the language of the request stays for everything that follows, whatever the browser prefers', async () => {
  const [who, { username, email }] = [visitor('fr'), await graphql.createPerson(admin, graphql.newName('lingua'))];
  await who.begin(web, { ui_locales: 'de' });
  await who.send({ password: 'wrong wrong wrong', username });
  expect([...seen(who), who.alert]).toEqual(['de', 'Anmelden', 'Der Benutzername oder das Passwort ist falsch.']);
  expect(who.page.html).toContain('<title>Nicht angemeldet: Der Benutzername oder das Passwort ist falsch.');
  await who.send({ password: '', username });
  expect(who.alert).toBe('Geben Sie Ihren Benutzernamen und Ihr Passwort ein.');
  await who.follow('Passwort vergessen?');
  await who.send({ email: 'nonsense' });
  expect(who.alert).toBe('Geben Sie eine gültige E-Mail-Adresse ein.');
  await who.send({ email });
  expect(seen(who)).toEqual(['de', 'Sehen Sie in Ihrem Postfach nach']);
  await who.open(await nextLink(server, email));
  expect(seen(who)).toEqual(['de', 'Neues Passwort festlegen']);
  await who.send({ newPassword: 'kurz' });
  expect(who.alert).toBe('Das Passwort muss mindestens 15 Zeichen haben.');
  await who.send({ newPassword: PASSWORD });
  expect(who.alert).toBe('Das ist Ihr aktuelles Passwort. Wählen Sie ein anderes.');
  await who.send({ newPassword: 'ein ganz anderes Geheimnis' });
  await who.follow('Weiter zu Web');
  await who.send({ password: 'ein ganz anderes Geheimnis', username });
  expect(who.heading).toBe('Darf Web Ihr Konto verwenden?');
  expect(who.page.html).toContain('Erfahren, wer Sie sind');
});

test('in another browser, the page of the link follows that browser', async () => {
  const { email } = await graphql.createPerson(admin, graphql.newName('lingua'));
  const who = await visitor().begin(web, { ui_locales: 'de' });
  await (await who.follow('Passwort vergessen?')).send({ email });
  const link = linkIn(await server.next(email, ({ subject }) => subject === 'Reset your password'));
  expect(seen(await visitor('es').open(link))).toEqual(['es', 'Establezca una contraseña nueva']);
});

test.each([
  ['de', 'Das Passwort ist zu leicht zu erraten.', 'Zu viele Anfragen. Versuchen Sie es in 60 Minuten erneut.'],
  ['fr', 'Le mot de passe est trop facile à deviner.', 'Trop de demandes. Réessayez dans 60 minutes.'],
  [
    'es',
    'La contraseña es demasiado fácil de adivinar.',
    'Demasiadas solicitudes. Vuelva a intentarlo dentro de 60 minutos.',
  ],
])('what the services refuse is said in %s', async (language, guessable, throttled) => {
  const [who, email] = [visitor(language), `${graphql.newName('lingua')}@example.org`];
  await who.open('/signin/sign-up');
  await who.send({ password: 'passwordpassword', email });
  expect(who.alert).toContain(guessable);
  for (let n = 0; n < 6; n += 1) await (await who.open('/signin/sign-up')).send({ password: PASSWORD, email });
  expect(who.alert).toBe(throttled);
});

test('too many wrong passwords, an invitation and errors of the provider', async () => {
  const [who, { username }] = [visitor('de'), await graphql.createPerson(admin, graphql.newName('lingua'))];
  await who.begin(web);
  for (let n = 0; n < 11; n += 1) await who.send({ password: 'wrong wrong wrong', username });
  expect([who.page.status, who.alert]).toEqual([
    429,
    'Zu viele fehlgeschlagene Passworteingaben. Versuchen Sie es in 15 Minuten erneut.',
  ]);
  expect(seen(await who.open('/signin/nothing/here'))).toEqual(['de', 'Seite nicht gefunden']);
  await who.open(`${web.issuer}/auth?client_id=nobody&ui_locales=fr`);
  expect(seen(who)).toEqual(['fr', 'Application inconnue']);
  const [leaver, { username: leaving }] = [visitor(), await graphql.createPerson(admin, graphql.newName('lingua'))];
  await leaver.begin(web);
  await leaver.signIn(leaving, PASSWORD);
  await leaver.open(`${web.issuer}/end-session?ui_locales=es`);
  expect(seen(leaver)).toEqual(['es', `¿Cerrar la sesión de ${leaving}?`]);
  const { inviteUser } = await graphql.ok(admin(`mutation { inviteUser(input: {}) { link ${graphql.ERRORS} } }`));
  await who.open(inviteUser.link);
  await who.send({ username: ' ', password: PASSWORD });
  expect(who.alert).toBe('Geben Sie einen Benutzernamen und ein Passwort ein.');
  await who.send({ username: 'somebody@else.example', password: PASSWORD });
  expect(who.alert).toBe('Der Benutzername darf keine andere E-Mail-Adresse als Ihre eigene sein.');
  await who.send({ username, password: PASSWORD });
  expect([who.page.status, who.alert]).toEqual([409, 'Dieser Benutzername ist vergeben. Wählen Sie einen anderen.']);
});
