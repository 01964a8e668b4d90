/** Codes of authenticator apps (TOTP, RFC 6238), and recovery codes. */
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import { secretHash } from '../../platform/hash';
import { newSeed, newHumanReadableSecret } from '../../platform/random';

const SECONDS = 30;
/** The clock skew that is tolerated, in seconds (RFC 6238 §5.2). */
const TOLERANCE = 30;

export const newTotpSecret = (): string => new ScureBase32Plugin().encode(newSeed());

/** The `otpauth` URI for the QR code. */
export const totpUri = (secret: string, username: string): string =>
  generateURI({ issuer: 'Castellan', label: username, secret, period: SECONDS });

/** Apps show codes with a space, and people may type it. */
const withoutSpaces = (code: string): string => code.replace(/\s/g, '');

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(withoutSpaces(code));

/** The time step of the code, within the tolerance; null if the code is wrong. */
export const matchingStep = (secret: string, code: string, now: Date): number | null => {
  if (!isTotpCode(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: withoutSpaces(code), epoch, epochTolerance: TOLERANCE, period: SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
};

const RECOVERY_CODES = 10;

export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newHumanReadableSecret);

/** Ignores case, spaces and dashes, and reads O as 0 and I or L as 1. Null if the text cannot be a recovery code. */
export const recoveryCodeHash = (typed: string): Buffer | null => {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return /^[0-9a-z]{25}$/.test(code) ? secretHash(code) : null;
};
