/** An app on a device: an installation where a user has signed in, that holds keys and signs with them. */
import { exportJWK, generateKeyPair, type CryptoKey, CompactSign, type JWK } from 'jose';
import * as graphql from './graphql';
import type { Service } from './service';

export interface Key {
  jwk: JWK;
  sign(claims: Record<string, unknown>): Promise<string>;
}

export const newKey = async (algorithm: 'ES256' | 'EdDSA' = 'ES256'): Promise<Key> => {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const sign = (claims: Record<string, unknown>) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: algorithm })
      .sign(privateKey as CryptoKey);
  return { jwk: await exportJWK(publicKey), sign };
};

export interface Phone {
  owner: graphql.Person;
  client: graphql.Registered;
  deviceId: string;
  token: string;
  refreshToken: string;
  /** Asks as the user, on the device. */
  ask: graphql.Ask;
}

/** Signs a user in on an installation, a new one unless given. */
export const signInOnPhone = async (
  service: Service,
  mobile: graphql.Registered,
  owner: graphql.Person,
  installation?: graphql.Registered,
): Promise<Phone> => {
  const client = installation ?? (await graphql.install(mobile, 'Phone'));
  const tokens = await graphql.tokensOf(client, owner.username, 'openid offline_access self account');
  const ask = graphql.as(service, tokens.access_token);
  const { viewer } = await graphql.ok(ask('{ viewer { session { device { id } } } }'));
  const deviceId = viewer.session.device.id as string;
  return { owner, client, deviceId, token: tokens.access_token, refreshToken: tokens.refresh_token!, ask };
};

const CHALLENGE = `mutation ($input: CreateDeviceChallengeInput!) { createDeviceChallenge(input: $input) { challenge { value expiresAt } ${graphql.ERRORS} } }`;
export const challengeOf = async ({ ask, deviceId }: Phone): Promise<string> =>
  (await graphql.ok(ask(CHALLENGE, { input: { deviceId } }))).createDeviceChallenge.challenge.value;

/** The input of an enrolment as it should be. */
export const enrolment = async (phone: Phone, key: Key, rest: Record<string, unknown> = {}) => {
  const challenge = await challengeOf(phone);
  const claims = { purpose: 'enrollMobileAuthentication', challenge, deviceId: phone.deviceId };
  return { deviceId: phone.deviceId, challenge, publicKey: key.jwk, signature: await key.sign(claims), ...rest };
};

const ENROLL = `mutation ($input: EnrollMobileAuthenticationInput!) { enrollMobileAuthentication(input: $input) {
  deviceLink { id mobileAuthentication { enabled enrolledAt } } authenticator { id kind name } ${graphql.ERRORS} } }`;
export const enroll = ({ ask }: Pick<Phone, 'ask'>, input: Record<string, unknown>) => ask(ENROLL, { input });

/** A phone with mobile authentication enabled, and its key. */
export const enrolled = async (phone: Phone, rest: Record<string, unknown> = {}): Promise<{ key: Key; id: string }> => {
  const key = await newKey();
  const { enrollMobileAuthentication: done } = await graphql.ok(enroll(phone, await enrolment(phone, key, rest)));
  return { key, id: done.authenticator.id };
};
