/** A passkey without a browser: a key pair that answers what a page asks (WebAuthn level 2, attestation `none`), and signs in with it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { type ClientOptions, discover, exchange, type Tokens } from '../../src/tools/oidc-flow';

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();

/** RFC 8949, as far as it is needed here. */
const head = (major: number, n: number): Buffer =>
  n < 24
    ? Buffer.from([(major << 5) | n])
    : n < 256
      ? Buffer.from([(major << 5) | 24, n])
      : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
const integer = (n: number): Buffer => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (data: Buffer): Buffer => Buffer.concat([head(2, data.length), data]);
const text = (data: string): Buffer => Buffer.concat([head(3, data.length), Buffer.from(data)]);
const map = (entries: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, entries.length), ...entries.flat()]);

interface CreationOptions {
  challenge: string;
  rp: { id: string };
}

const PRESENT_AND_VERIFIED = 0x05;
const WITH_CREDENTIAL = 0x40;

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

export class SoftwarePasskey {
  readonly id = randomBytes(32);
  private readonly key: KeyObject;
  private readonly point: { x: Buffer; y: Buffer };
  private site = '';

  constructor(private readonly origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    this.key = privateKey;
    this.point = { x: Buffer.from(x!, 'base64url'), y: Buffer.from(y!, 'base64url') };
  }

  private data(flags: number, rest: Buffer = Buffer.alloc(0)): Buffer {
    return Buffer.concat([sha256(this.site), Buffer.from([flags]), Buffer.alloc(4), rest]);
  }

  /** What a browser answers to the options of a registration. */
  create({ challenge, rp }: CreationOptions): Record<string, unknown> {
    this.site = rp.id;
    const publicKey = map([
      [integer(1), integer(2)],
      [integer(3), integer(-7)],
      [integer(-1), integer(1)],
      [integer(-2), bytes(this.point.x)],
      [integer(-3), bytes(this.point.y)],
    ]);
    const length = Buffer.from([0, this.id.length]);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, publicKey]);
    const attestation = map([
      [text('fmt'), text('none')],
      [text('attStmt'), map([])],
      [text('authData'), bytes(this.data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL, credential))],
    ]);
    const id = this.id.toString('base64url');
    return {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, this.origin).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** What a browser answers to the options of a sign-in. */
  answer({ challenge }: { challenge: string }): Record<string, unknown> {
    const data = this.data(PRESENT_AND_VERIFIED);
    const client = clientData('webauthn.get', challenge, this.origin);
    const id = this.id.toString('base64url');
    return {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), this.key).toString('base64url'),
      },
    };
  }
}

const unescape = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** What its holder gets at an application, without username and password; null where it lets nobody in. */
export const signInByPasskey = async (
  client: ClientOptions,
  { redirectUri, passkey, scope = 'openid' }: { redirectUri: string; passkey: SoftwarePasskey; scope?: string },
): Promise<Tokens | null> => {
  const jar = new CookieJar();
  const verifier = randomBytes(32).toString('base64url');
  const start = new URL((await discover(client.issuer)).authorization_endpoint);
  start.search = new URLSearchParams({
    ...{ response_type: 'code', client_id: client.clientId, redirect_uri: redirectUri, scope },
    code_challenge: sha256(verifier).toString('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  let form: Record<string, string> | undefined;
  let url = start;
  let sent = false;
  for (let step = 0; step < 15; step += 1) {
    if (url.href.startsWith(redirectUri)) {
      const code = url.searchParams.get('code');
      return code ? exchange({ ...client, redirectUri }, { code, verifier }) : null;
    }
    const response = await browse(url, jar, form ? { form } : {});
    form = undefined;
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      continue;
    }
    const page: Page = { url, status: response.status, html: await response.text() };
    const consent = formWith(page, 'decision');
    const asks = formWith(page, 'response');
    if (consent) [url, form] = [consent.action, { ...consent.fields, decision: 'allow' }];
    else if (asks && !sent) {
      sent = true;
      const options = JSON.parse(unescape(/data-options="([^"]*)"/.exec(page.html)![1]!)) as { challenge: string };
      [url, form] = [asks.action, { ...asks.fields, response: JSON.stringify(passkey.answer(options)) }];
    } else return null;
  }
  return null;
};
