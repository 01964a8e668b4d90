/**
 * Introspection and userinfo answered before the library and by it, on one database: every answer has the same bytes, and leaves the same traces.
 */
import { buildCheckedWorld, type CheckedWorld, type Client } from '../../support/checked-world';
import { send, startWays, type WireRequest, type Ways } from '../../support/checks';
import { until } from '../../support/jobs';
import { freePort } from '../../support/service';

const FORM: [string, string] = ['content-type', 'application/x-www-form-urlencoded'];
const encoded = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
const base64 = (text: string) => Buffer.from(text).toString('base64');
const basicOf = ({ clientId, clientSecret = '' }: Client, encode: (value: string) => string = encodeURIComponent) =>
  `Basic ${base64(`${encode(clientId)}:${encode(clientSecret)}`)}`;
const basic = (client: Client): [string, string] => ['authorization', basicOf(client)];
const introspect = (client: Client, body: string, ...headers: [string, string][]): WireRequest => ({
  ...{ path: '/oidc/introspect', headers: [FORM, basic(client), ...headers], body },
});
const posted = (parameters: Record<string, string>, ...headers: [string, string][]): WireRequest => ({
  ...{ path: '/oidc/introspect', headers: [FORM, ...headers], body: encoded(parameters) },
});
const userinfo = (authorization: string | null, rest: Partial<WireRequest> = {}): WireRequest => ({
  path: '/oidc/userinfo',
  method: 'GET',
  ...rest,
  headers: [
    ...(authorization === null ? [] : [['authorization', authorization] as [string, string]]),
    ...(rest.headers ?? []),
  ],
});

/** Every escape is written out. */
const escaped = (value: string) =>
  [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const introspections = ({ clients, tokens }: CheckedWorld): Record<string, WireRequest> => {
  const { auditor, administrator, web, page, keyed } = clients as Record<string, Required<Client>>;
  const { clientId: client_id, clientSecret: client_secret } = auditor!;
  const token = tokens['full']!;
  const body = `token=${token}`;
  const ask = (form: string, ...headers: [string, string][]) => introspect(auditor!, form, ...headers);
  const withBasic = (text: string): WireRequest => ({ ...posted({ token }, ['authorization', `Basic ${text}`]) });
  const pair = `${client_id}:${client_secret}`;
  const typed = (type: string): WireRequest => ({ ...ask(body), headers: [['content-type', type], basic(auditor!)] });
  return {
    'by post': posted({ token, client_id, client_secret }),
    'by post with a wrong secret': posted({ token, client_id, client_secret: 'wrong' }),
    'by post and Basic': posted({ token, client_secret }, basic(auditor!)),
    'by post, with an empty secret': posted({ token, client_id, client_secret: '' }),
    'Basic and its id': posted({ token, client_id }, basic(auditor!)),
    'Basic and another id': posted({ token, client_id: web!.clientId }, basic(auditor!)),
    'no client': posted({ token }),
    'an id only': posted({ token, client_id }),
    'the id of a page': posted({ token: tokens['page']!, client_id: page!.clientId }),
    'an assertion': posted({ token, client_id, client_assertion: 'x', client_assertion_type: 'x' }),
    'a key instead of a secret': posted({ token, client_id: keyed!.clientId, client_secret: keyed!.clientSecret }),
    'a bearer instead of Basic': posted({ token }, ['authorization', `Bearer ${tokens['administrator']!}`]),
    'two Basics': ask(body, basic(administrator!)),
    'every byte escaped in Basic': withBasic(base64(`${escaped(client_id)}:${escaped(client_secret)}`)),
    'bad escapes in Basic': withBasic(base64(`${client_id}:%zz`)),
    'half an escape in Basic': withBasic(base64(`${client_id}:%e2%82`)),
    'a control character in Basic': withBasic(base64(`${client_id}:a%0ab`)),
    'a plus in Basic': withBasic(base64(`${client_id}:a+b`)),
    'no colon in Basic': withBasic(base64(client_id)),
    'two colons in Basic': withBasic(base64(`${pair}:more`)),
    'no secret in Basic': withBasic(base64(`${client_id}:`)),
    'Basic without padding': withBasic(base64(`${pair}x`).replace(/=+$/, '')),
    'Basic with too much padding': withBasic(`${base64(pair)}=`),
    'Basic in base64url': withBasic('_-_-'),
    'Basic in small letters': posted({ token }, ['authorization', basicOf(auditor!).replace('Basic', 'bAsIc')]),
    'Basic after two spaces': posted({ token }, ['authorization', basicOf(auditor!).replace(' ', '  ')]),
    'a long id': withBasic(base64(`${'x'.repeat(300)}:secret`)),
    'an id with NUL': withBasic(base64('a%00b:secret')),
    'hint access_token': ask(`${body}&token_type_hint=access_token`),
    'hint refresh_token': ask(`${body}&token_type_hint=refresh_token`),
    'a wrong hint': ask(`token=${tokens['refresh']!}&token_type_hint=access_token`),
    'the right hint': ask(`token=${tokens['refresh']!}&token_type_hint=refresh_token`),
    'an unknown hint': ask(`${body}&token_type_hint=saml2`),
    'a URN as hint': ask(`${body}&token_type_hint=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token`),
    'an empty hint': ask(`${body}&token_type_hint=`),
    'two hints': ask(`${body}&token_type_hint=a&token_type_hint=b`),
    'two tokens': ask(`${body}&token=${tokens['narrow']!}`),
    'the token twice': ask(`${body}&${body}`),
    'two secrets': posted({ token, client_id, client_secret }, ['x-padding', 'x']),
    'a parameter nobody knows': ask(`${body}&more=1`),
    'a parameter without a value': ask(`${body}&more`),
    'no parameter': ask('nothing'),
    'no token': ask('token_type_hint=access_token'),
    'an empty token': ask('token='),
    'an empty body': ask(''),
    ampersands: ask(`&${body}&`),
    'every byte of the token escaped': ask(`token=${escaped(token)}`),
    'a bad escape': ask(`token=${token}%`),
    'an escape that is not UTF-8': ask('token=%ff'),
    'a space': ask(`token=+${token}`),
    'a byte that is not UTF-8': { ...ask(''), body: Buffer.from(`token=\xff`, 'latin1') },
    'a BOM': ask(`\ufeff${body}`),
    'a long token': ask(`token=${'x'.repeat(2_000)}`),
    'a huge body': ask(`token=${'x'.repeat(70_000)}`),
    'a body of many parameters': ask(`${body}${'&a=1'.repeat(2_000)}`),
    chunked: { ...ask(body), chunked: true },
    'charset utf-8': typed('application/x-www-form-urlencoded;charset=UTF-8'),
    'charset utf-8 after a space': typed('application/x-www-form-urlencoded; charset=utf-8'),
    'charset latin1': typed('application/x-www-form-urlencoded; charset=iso-8859-1'),
    'charset nobody knows': typed('application/x-www-form-urlencoded; charset=klingon'),
    'charset in quotes': typed('application/x-www-form-urlencoded; charset="utf-8"'),
    'media type in capitals': typed('APPLICATION/X-WWW-FORM-URLENCODED'),
    'media type JSON': typed('application/json'),
    'media type twice': { ...ask(body, ['content-type', 'application/json']) },
    'no media type': { ...ask(body), headers: [basic(auditor!)] },
    'accept JWT': ask(body, ['accept', 'application/token-introspection+jwt']),
    'accept HTML': ask(body, ['accept', 'text/html']),
    'accept HTML, and wrong': ask('token=', ['accept', 'text/html']),
    'accept nothing': ask(body, ['accept', 'image/png']),
    'an origin': ask(body, ['origin', 'https://page.example.com']),
    'an empty origin': ask(body, ['origin', '']),
    'the origin of the client': introspect(web!, body, ['origin', 'http://127.0.0.1:9']),
    'a DPoP header': ask(body, ['dpop', 'x']),
    'an attestation': ask(body, ['oauth-client-attestation', 'x']),
    compressed: ask(body, ['content-encoding', 'gzip']),
    'connection: close': ask(body, ['connection', 'close']),
    HEAD: { path: '/oidc/introspect', method: 'HEAD' },
    GET: { path: `/oidc/introspect?${body}`, method: 'GET', headers: [basic(auditor!)] },
    PUT: { ...ask(body), method: 'PUT' },
    OPTIONS: { path: '/oidc/introspect', method: 'OPTIONS', headers: [['origin', 'https://page.example.com']] },
    preflight: {
      ...{ path: '/oidc/introspect', method: 'OPTIONS' },
      headers: [
        ['origin', 'https://page.example.com'],
        ['access-control-request-method', 'POST'],
      ],
    },
    'a query': { ...ask(body), path: '/oidc/introspect?token=x' },
    'an empty query': { ...ask(body), path: '/oidc/introspect?' },
    'a slash': { ...ask(body), path: '/oidc/introspect/' },
    capitals: { ...ask(body), path: '/oidc/INTROSPECT' },
    'a NUL': { ...ask(body), path: '/oidc/introspect?a=%00' },
  };
};

const userinfos = ({ tokens }: CheckedWorld): Record<string, WireRequest> => {
  const token = tokens['full']!;
  const bearer = `Bearer ${token}`;
  const form = (body: string, authorization: string | null = null) =>
    userinfo(authorization, { method: 'POST', headers: [FORM], body });
  return {
    GET: userinfo(bearer),
    POST: userinfo(bearer, { method: 'POST' }),
    'POST of nothing': userinfo(bearer, { method: 'POST', body: '' }),
    'POST of an empty form': form('', bearer),
    'POST of a form': form(`access_token=${token}`),
    'POST of a form and a header': form(`access_token=${token}`, bearer),
    'POST of JSON': userinfo(bearer, { method: 'POST', headers: [['content-type', 'application/json']], body: '{}' }),
    'GET with a body': userinfo(bearer, { headers: [FORM], body: `access_token=${token}` }),
    'GET with a chunked body': userinfo(bearer, { body: 'x', chunked: true }),
    'GET with a media type': userinfo(bearer, { headers: [FORM] }),
    HEAD: userinfo(bearer, { method: 'HEAD' }),
    PUT: userinfo(bearer, { method: 'PUT' }),
    OPTIONS: userinfo(null, { method: 'OPTIONS' }),
    preflight: userinfo(null, {
      method: 'OPTIONS',
      headers: [
        ['origin', 'https://page.example.com'],
        ['access-control-request-method', 'GET'],
        ['access-control-request-headers', 'authorization'],
      ],
    }),
    'small letters': userinfo(bearer.replace('Bearer', 'bearer')),
    'two spaces': userinfo(bearer.replace(' ', '  ')),
    'a space after it': userinfo(`${bearer} x`),
    'the scheme DPoP': userinfo(bearer.replace('Bearer', 'DPoP')),
    'a DPoP header': userinfo(bearer, { headers: [['dpop', 'x']] }),
    Basic: userinfo(`Basic ${base64('a:b')}`),
    'no header': userinfo(null),
    'two headers': userinfo(bearer, { headers: [['authorization', 'Bearer other']] }),
    'two headers, the first wrong': userinfo('Bearer other', { headers: [['authorization', bearer]] }),
    'an origin': userinfo(bearer, { headers: [['origin', 'https://page.example.com']] }),
    'the origin of the client': userinfo(bearer, { headers: [['origin', 'http://127.0.0.1:9']] }),
    'accept HTML': userinfo(bearer, { headers: [['accept', 'text/html']] }),
    'accept HTML, and wrong': userinfo('Bearer wrong', { headers: [['accept', 'text/html']] }),
    'accept JWT': userinfo(bearer, { headers: [['accept', 'application/jwt']] }),
    'a query': userinfo(bearer, { path: '/oidc/userinfo?scope=openid' }),
    'scopes that it has not': userinfo(bearer, { path: '/oidc/userinfo?scope=nothing' }),
    'the token in the query': userinfo(null, { path: `/oidc/userinfo?access_token=${token}` }),
    'an odd token': userinfo('Bearer a.b.c'),
    'a long token': userinfo(`Bearer ${'x'.repeat(1_000)}`),
    'a slash': userinfo(bearer, { path: '/oidc/userinfo/' }),
  };
};

describe.each([
  ['', 'at the root of a host'],
  ['/identity', 'below a path'],
])('%s', (base) => {
  let ways: Ways;
  let world: CheckedWorld;
  let asked = 0;
  beforeAll(async () => {
    const port = String(await freePort());
    const env: Record<string, string> =
      base === '' ? {} : { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}${base}` };
    ways = await startWays({ env: { ...env, LOG_LEVEL: 'info', LOG_REQUESTS: 'true' } });
    world = await buildCheckedWorld(base === '' ? ways.fast : { ...ways.fast, address: ways.fast.url });
  }, 240_000);
  afterAll(() => ways?.stop());

  /** The names of those requests that are answered differently, with both answers. */
  const differences = async (requests: Record<string, WireRequest>) => {
    const found: Record<string, unknown> = {};
    const seen = new Map<string, number>();
    for (const [name, request] of Object.entries(requests)) {
      asked += 1;
      const [fast, library] = await Promise.all([send(ways.fast, base, request), send(ways.library, base, request)]);
      const kind = `${library.status} ${library.body.includes('"active":true') ? 'active' : ''}`;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (JSON.stringify(fast) !== JSON.stringify(library)) found[name] = { fast, library };
    }
    return { found, seen };
  };

  it('is the same for every client and token', async () => {
    const requests: Record<string, WireRequest> = {};
    for (const [client, credentials] of Object.entries(world.clients))
      for (const [name, token] of Object.entries(world.tokens))
        requests[`${client} asks about ${name}`] = introspect(credentials, encoded({ token }));
    const { found, seen } = await differences(requests);
    expect(found).toEqual({});
    expect(seen.get('200 OK active')).toBeGreaterThan(60);
    expect(seen.get('200 OK ')).toBeGreaterThan(60);
    expect(seen.get('401 Unauthorized ')).toBeGreaterThan(60);
  }, 240_000);

  it('is the same for every way to ask', async () => {
    const { found, seen } = await differences(introspections(world));
    expect(found).toEqual({});
    expect(seen.get('400 Bad Request ')).toBeGreaterThan(10);
  }, 120_000);

  it('is the same at userinfo', async () => {
    const ofTokens = Object.entries(world.tokens).map(([name, token]) => [name, userinfo(`Bearer ${token}`)]);
    const { found, seen } = await differences({
      ...(Object.fromEntries(ofTokens) as Record<string, WireRequest>),
      ...userinfos(world),
    });
    expect(found).toEqual({});
    expect(seen.get('200 OK ')).toBeGreaterThan(15);
    expect(seen.get('401 Unauthorized ')).toBeGreaterThan(10);
  }, 120_000);

  it('is the same in the log and in the metrics', async () => {
    const lines = (log: string) =>
      log
        .split('\n')
        .filter((line) => line.includes('"requestId":"the-same-request"'))
        .map((line) => {
          const { time: _, ms: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
          return JSON.stringify(rest);
        });
    const both = () => [lines(ways.fast.log()), lines(ways.library.log())] as const;
    expect(asked).toBeGreaterThan(900);
    const [fast, library] = await until(() => {
      const [one, other] = both();
      return one.length >= asked && one.length === other.length && ([one, other] as const);
    }, 'every line');
    expect(fast).toEqual(library);
    const counted = async (at: Ways['fast']) => {
      const { body } = await send(at, base, {
        ...{ path: '/metrics', method: 'GET' },
        headers: [['authorization', `Bearer ${world.tokens['administrator']!}`]],
      });
      return body
        .split('\n')
        .filter((line) =>
          /^castellan_(introspections_total|http_request_duration_seconds_count\{route="\/oidc\/(introspect|userinfo)")/.test(
            line,
          ),
        )
        .sort();
    };
    const metrics = await counted(ways.fast);
    expect(metrics.length).toBeGreaterThan(5);
    expect(metrics).toEqual(await counted(ways.library));
  });
});
