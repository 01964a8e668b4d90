/** A passkey in software: makes one, and signs in with it over HTTP alone, as a browser would. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { browse, CookieJar, formsOf, formWith, type Page } from '../../src/tools/browser';
import { exchange, type Tokens } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { mutate } from './pair';
import type { Service } from './service';

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Buffer): string => data.toString('base64url');
const [USER_PRESENT, USER_VERIFIED, ATTESTED] = [0x01, 0x04, 0x40];

interface Creation {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

export class SoftwarePasskey {
  private readonly id = randomBytes(32);
  private readonly key: KeyObject;
  private readonly point: { x: Buffer; y: Buffer };
  private site = '';
  private handle = '';

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    this.key = privateKey;
    this.point = { x: Buffer.from(x!, 'base64url'), y: Buffer.from(y!, 'base64url') };
  }

  private clientData(type: string, challenge: string, origin: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private authenticatorData(flags: number): Buffer {
    return Buffer.concat([sha256(this.site), Buffer.from([flags | USER_PRESENT | USER_VERIFIED]), Buffer.alloc(4)]);
  }

  /** What `navigator.credentials.create` answers. */
  create({ challenge, rp, user }: Creation, origin: string): Record<string, unknown> {
    [this.site, this.handle] = [rp.id, user.id];
    const { x, y } = this.point;
    // CBOR, written out: the public key (COSE), and the attestation of the format "none".
    const coseKey = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const data = Buffer.concat([this.authenticatorData(ATTESTED), Buffer.alloc(16), length, this.id, coseKey]);
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068', 'hex'),
      Buffer.from('authData'),
      Buffer.from([0x58, data.length]),
      data,
    ]);
    return {
      ...{ id: base64url(this.id), rawId: base64url(this.id), type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: base64url(this.clientData('webauthn.create', challenge, origin)),
        attestationObject: base64url(attestation),
        transports: ['internal'],
      },
    };
  }

  /** What `navigator.credentials.get` answers. */
  get({ challenge }: { challenge: string }, origin: string): Record<string, unknown> {
    const clientData = this.clientData('webauthn.get', challenge, origin);
    const data = this.authenticatorData(0);
    const signature = createSign('sha256')
      .update(Buffer.concat([data, sha256(clientData)]))
      .sign(this.key);
    return {
      ...{ id: base64url(this.id), rawId: base64url(this.id), type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle: this.handle,
      },
    };
  }
}

/** A passkey of the caller, confirmed. */
export const enrolledPasskey = async (service: Service, by: graphql.Ask) => {
  const key = new SoftwarePasskey();
  const { enrollment } = await mutate(by, 'enrollPasskey', {}, 'enrollment { authenticatorId options }');
  const { authenticatorId, options } = enrollment;
  const input = { authenticatorId, response: key.create(options, service.url) };
  await mutate(by, 'confirmPasskey', input, 'authenticator { id }');
  return { id: authenticatorId as string, key };
};

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const passkeyOptions = (html: string): { challenge: string } => {
  const text = /data-options="([^"]*)"/.exec(html)?.[1];
  if (!text) throw new Error(`the page offers no passkey:\n${html}`);
  return JSON.parse(text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!)) as { challenge: string };
};

/** Signs in with the passkey alone; null where the service does not let it in. */
export const signInWithPasskey = async (
  service: Service,
  client: graphql.Registered,
  key: SoftwarePasskey,
  scope = 'openid self',
  /** What happens between the proof and the session. */
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<{ tokens: Tokens; jar: CookieJar } | null> => {
  const jar = new CookieJar();
  const verifier = base64url(randomBytes(32));
  let url = new URL(`${service.url}/oidc/auth`);
  url.search = new URLSearchParams({
    ...{ response_type: 'code', client_id: client.clientId, redirect_uri: graphql.REDIRECT_URI, scope, state: 'x' },
    ...{ code_challenge: base64url(sha256(verifier)), code_challenge_method: 'S256' },
  }).toString();
  let response = await browse(url, jar);
  let signed = false;
  for (let step = 0; step < 20; step += 1) {
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      if (url.href.startsWith(graphql.REDIRECT_URI)) {
        const code = url.searchParams.get('code');
        if (!code) return null;
        const tokens = await exchange({ ...client, redirectUri: graphql.REDIRECT_URI }, { code, verifier });
        return { tokens, jar };
      }
      response = await browse(url, jar);
      continue;
    }
    const page: Page = { url, status: response.status, html: await response.text() };
    const consent = formWith(page, 'decision');
    const passkey = formsOf(page).find(({ names }) => names.includes('response'));
    if (consent) {
      url = consent.action;
      response = await browse(url, jar, { form: { ...consent.fields, decision: 'allow' } });
    } else if (passkey && !signed) {
      signed = true;
      url = passkey.action;
      const answer = JSON.stringify(key.get(passkeyOptions(page.html), service.url));
      response = await browse(url, jar, { form: { ...passkey.fields, response: answer } });
      await meanwhile();
    } else return null;
  }
  throw new Error('the provider does not come to an end');
};
