/**
 * Reads requests to the introspection and userinfo endpoints that are written as nearly all are. Anything else is null, right or wrong: the library
 * knows what to answer. What is not null means here exactly what it means to the library.
 */
import type { IncomingMessage } from 'node:http';
import { presentBody } from '../request/form';

export interface IntrospectionRequest {
  clientId: string;
  secret: string;
  token: string;
}

/** The values that all our tokens have, and no JWT has. */
const OPAQUE = /^[\w-]{1,512}$/;
/** Without `+`, which means a space, and what would have to be escaped. */
const FORM_VALUE = /^[\w.~%*-]+$/;
const VISIBLE = /^[\x20-\x7e]+$/;
const MAX_ID = 255;
const MAX_BODY = 4_096;

const FORM = 'application/x-www-form-urlencoded';
const FORM_IN_UTF8 = /^application\/x-www-form-urlencoded; ?charset=utf-8$/i;

/** Headers that make the library check or answer more: CORS, proofs of possession, other ways to authenticate, signed answers. */
const isPlain = ({ headers }: IncomingMessage): boolean =>
  headers.origin === undefined &&
  headers['dpop'] === undefined &&
  headers['transfer-encoding'] === undefined &&
  headers['oauth-client-attestation'] === undefined &&
  headers['oauth-client-attestation-pop'] === undefined &&
  headers.accept?.includes('jwt') !== true;

/** Null if it cannot be decoded, or has characters that no credential has. */
const decode = (value: string): string | null => {
  if (!FORM_VALUE.test(value)) return null;
  if (!value.includes('%')) return value;
  try {
    const decoded = decodeURIComponent(value);
    return VISIBLE.test(decoded) ? decoded : null;
  } catch {
    return null;
  }
};

/** The fields of a form in the order of `names`; null if there are others, or one twice, or without a value. */
const fieldsOf = (form: string, names: readonly string[]): (string | undefined)[] | null => {
  const values = new Array<string | undefined>(names.length).fill(undefined);
  for (let at = 0; at < form.length;) {
    const end = form.indexOf('&', at);
    const stop = end < 0 ? form.length : end;
    const equals = form.indexOf('=', at);
    if (equals < 0 || equals > stop) return null;
    const place = names.indexOf(form.slice(at, equals));
    const value = decode(form.slice(equals + 1, stop));
    if (place < 0 || value === null || values[place] !== undefined) return null;
    values[place] = value;
    at = stop + 1;
  }
  return values;
};

const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/i;

const basicCredentials = (header: string): [id: string, secret: string] | null => {
  const encoded = BASIC.exec(header)?.[1];
  if (encoded === undefined || encoded.length % 4 !== 0) return null;
  const pair = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = pair.indexOf(':');
  if (colon < 0) return null;
  const id = decode(pair.slice(0, colon));
  const secret = decode(pair.slice(colon + 1));
  return id === null || secret === null ? null : [id, secret];
};

/** The body of a request with this length, which can be read again afterwards; null if the client left. */
const readBody = (req: IncomingMessage, length: number): Promise<Buffer | null> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const left = () => resolve(null);
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.once('end', () => {
      req.removeListener('close', left);
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      presentBody(req, body);
      resolve(body.length === length ? body : null);
    });
    req.once('close', left);
    req.once('error', left);
  });

const NAMES = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const;

export const readIntrospection = async (req: IncomingMessage): Promise<IntrospectionRequest | null> => {
  const { 'content-type': type, 'content-length': length, authorization } = req.headers;
  if (req.method !== 'POST' || !isPlain(req) || length === undefined) return null;
  if (type !== FORM && !FORM_IN_UTF8.test(type ?? '')) return null;
  const basic = authorization === undefined ? null : basicCredentials(authorization);
  if (authorization !== undefined && basic === null) return null;
  const bytes = Number(length);
  if (!(bytes > 0 && bytes <= MAX_BODY)) return null;
  const body = await readBody(req, bytes);
  const [token, , id, secret] = (body && fieldsOf(body.toString('latin1'), NAMES)) ?? [];
  if (token === undefined || !OPAQUE.test(token)) return null;
  if (basic && (secret !== undefined || (id !== undefined && id !== basic[0]))) return null;
  const [clientId, clientSecret] = basic ?? [id, secret];
  if (clientId === undefined || clientSecret === undefined || clientId.length > MAX_ID) return null;
  return { clientId, secret: clientSecret, token };
};

const BEARER = /^Bearer ([\w-]{1,512})$/i;

/** The token of a request to userinfo that has it in its header and has no body. */
export const readUserinfo = (req: IncomingMessage): string | null => {
  const { 'content-type': type, 'content-length': length, authorization } = req.headers;
  if ((req.method !== 'GET' && req.method !== 'POST') || authorization === undefined || !isPlain(req)) return null;
  if (type !== undefined || (length !== undefined && length !== '0')) return null;
  return BEARER.exec(authorization)?.[1] ?? null;
};
