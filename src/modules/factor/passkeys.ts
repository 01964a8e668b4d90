/** Passkeys (WebAuthn): the options for the browser, and the verification of its responses. Only for the service's own origin. */
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Database } from '../../database/database';
import { decodeId, encodeId } from '../../platform/type-id';
import { authenticators } from '../mobile';
import { passkeys, type StoredPasskey } from './passkey-repository';

const MAX_RESPONSE = 20_000;
const TIMEOUT_MS = 300_000;
/** EdDSA, ES256 and RS256. The library would add ML-DSA, which Node supports only as an experiment. */
const ALGORITHMS = [-8, -7, -257];

/** The relying party id. */
const rpIdOf = (origin: string): string => new URL(origin).hostname;

/** Browsers do not support passkeys for IP addresses. */
export const canUsePasskeys = (origin: string): boolean => isIP(rpIdOf(origin).replace(/[[\]]/g, '')) === 0;

const asCredential = ({ credentialId, transports }: StoredPasskey) => ({
  id: credentialId.toString('base64url'),
  transports,
});

export const creationOptions = async (
  database: Database,
  origin: string,
  { userId, username, challenge }: { userId: string; username: string; challenge: string },
): Promise<Record<string, unknown>> => ({
  ...(await generateRegistrationOptions({
    supportedAlgorithmIDs: ALGORITHMS,
    rpName: 'Castellan',
    rpID: rpIdOf(origin),
    userName: username,
    userID: new TextEncoder().encode(encodeId('User', userId)),
    challenge: Buffer.from(challenge),
    timeout: TIMEOUT_MS,
    excludeCredentials: (await passkeys(database).listOfUser(userId)).map(asCredential),
    // Discoverable, so that no username is needed; with user verification, so that it counts as two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })),
});

export type NewPasskey = Pick<StoredPasskey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;

/** Null if the response does not answer this challenge on this site. */
export const verifyRegistration = async (
  origin: string,
  response: Record<string, unknown>,
  challenge: string,
): Promise<NewPasskey | null> => {
  if (JSON.stringify(response).length > MAX_RESPONSE) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      supportedAlgorithmIDs: ALGORITHMS,
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: new URL(origin).origin,
      expectedRPID: rpIdOf(origin),
      requireUserVerification: true,
    });
    if (!verified) return null;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      counter,
      transports: (transports ?? []).filter((name) => /^[\w-]{1,20}$/.test(name)).slice(0, 10),
    };
  } catch {
    return null;
  }
};

/** For an unknown user the browser offers all its passkeys of this site, for a known user only theirs. */
export const requestOptions = async (
  database: Database,
  origin: string,
  { challenge, userId }: { challenge: string; userId: string | null },
): Promise<object> =>
  generateAuthenticationOptions({
    rpID: rpIdOf(origin),
    challenge: Buffer.from(challenge),
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    allowCredentials: userId ? (await passkeys(database).listOfUser(userId)).map(asCredential) : [],
  });

export interface Assertion {
  passkey: StoredPasskey;
  counter: number;
}

const parsed = (text: string): AuthenticationResponseJSON | null => {
  try {
    const response = JSON.parse(text) as AuthenticationResponseJSON | null;
    return typeof response?.id === 'string' && text.length <= MAX_RESPONSE ? response : null;
  } catch {
    return null;
  }
};

/** The passkey that signed the challenge on this site; null if none did. */
export const verifyAssertion = async (
  database: Database,
  origin: string,
  { response: text, challenge }: { response: string; challenge: string },
): Promise<Assertion | null> => {
  const response = parsed(text);
  const passkey = response && (await passkeys(database).findByCredentialId(Buffer.from(response.id, 'base64url')));
  if (!passkey) return null;
  // The user handle in the response must match the owner of the stored passkey.
  const handle = response.response?.userHandle;
  if (handle && decodeId('User', Buffer.from(handle, 'base64url').toString()) !== passkey.userId) return null;
  const { credentialId, publicKey, counter } = passkey;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: Buffer.from(challenge).toString('base64url'),
      expectedOrigin: new URL(origin).origin,
      expectedRPID: rpIdOf(origin),
      requireUserVerification: true,
      credential: { id: credentialId.toString('base64url'), publicKey: new Uint8Array(publicKey), counter },
    });
    return verified ? { passkey, counter: authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
};

/** False if the passkey was removed meanwhile, or its counter has not grown. */
export const usePasskey = async (database: Database, { passkey, counter }: Assertion): Promise<boolean> => {
  if (!(await passkeys(database).useCounter(passkey.authenticatorId, counter))) return false;
  await authenticators(database).stampUse(passkey.authenticatorId);
  return true;
};
