/** One-time codes: those of an authenticator app (TOTP, RFC 6238), and recovery codes, which people write down. */
import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import { secretHash } from '../../platform/hash';
import { newSeed, newWrittenSecret } from '../../platform/random';

const SECONDS = 30;
/** A clock that goes wrong by this much, and a code that was typed slowly, are forgiven (RFC 6238 §5.2). */
const TOLERANCE = 30;

export const newTotpSecret = (): string => new ScureBase32Plugin().encode(newSeed());

/** For an authenticator app to scan. */
export const totpUri = (secret: string, username: string): string =>
  generateURI({ issuer: 'Castellan', label: username, secret, period: SECONDS });

/** People type the spaces that the app shows. */
const withoutSpaces = (code: string): string => code.replace(/\s/g, '');

export const isTotpCode = (code: string): boolean => /^\d{6}$/.test(withoutSpaces(code));

/** The time step that the code belongs to, now or just before or after; null for a wrong one. */
export const matchingStep = (secret: string, code: string, now: Date): number | null => {
  if (!isTotpCode(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: withoutSpaces(code), epoch, epochTolerance: TOLERANCE, period: SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
};

const RECOVERY_CODES = 10;

export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newWrittenSecret);

/** In whatever way it was typed; null for what cannot be one. */
export const recoveryCodeHash = (typed: string): Buffer | null => {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return /^[0-9a-z]{25}$/.test(code) ? secretHash(code) : null;
};
