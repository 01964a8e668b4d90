/** An authenticator app: codes of a secret, by a library of its own standing, at any time that a test wants. */
import { createHmac } from 'node:crypto';
import { signIn, type Tokens } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import type { Service } from './service';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const bytesOf = (secret: string): Buffer => {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
};

/** RFC 4226 §5.3, written down a second time. */
const codeOfStep = (secret: string, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
};

/** The code of this time, or of so many steps later. */
export const codeAt = (secret: string, later = 0): string =>
  codeOfStep(secret, Math.floor(Date.now() / 30_000) + later);

export const wrongCode = (secret: string): string => {
  const right = [-2, -1, 0, 1, 2].map((later) => codeAt(secret, later));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code))!;
};

const ENROLL = `mutation ($input: EnrollTotpInput!) { enrollTotp(input: $input) { enrollment { authenticatorId uri secret } ${graphql.ERRORS} } }`;
const CONFIRM = `mutation ($input: ConfirmTotpInput!) { confirmTotp(input: $input) { authenticator { id kind name } ${graphql.ERRORS} } }`;

export const beginTotp = async (by: graphql.Ask): Promise<{ authenticatorId: string; uri: string; secret: string }> =>
  (await graphql.ok(by(ENROLL, { input: {} }))).enrollTotp.enrollment;

export const confirmTotp = (by: graphql.Ask, authenticatorId: string, code: string, rest: object = {}) =>
  by(CONFIRM, { input: { authenticatorId, code, ...rest } });

/** Forgets which steps were used, as if half a minute had passed. */
export const halfAMinuteLater = (databaseUrl: string) =>
  graphql.sql(databaseUrl, 'update totp_secrets set last_step = last_step - 3');

/** An authenticator app of the caller, confirmed. */
export const enrolledTotp = async (by: graphql.Ask): Promise<{ id: string; secret: string }> => {
  const { authenticatorId, secret } = await beginTotp(by);
  await graphql.ok(confirmTotp(by, authenticatorId, codeAt(secret)));
  return { id: authenticatorId, secret };
};

/** What a sign-in with the password and the app gives. */
export const strongTokens = async (
  service: Pick<Service, 'databaseUrl'>,
  client: graphql.Registered,
  { username }: graphql.Person,
  secret: string,
  scope = 'openid self account',
): Promise<Tokens> => {
  await halfAMinuteLater(service.databaseUrl);
  const options = { ...client, redirectUri: graphql.REDIRECT_URI, username, password: graphql.PASSWORD, scope };
  const { tokens } = await signIn({ ...options, code: () => codeAt(secret) });
  await halfAMinuteLater(service.databaseUrl);
  return tokens;
};
