/** The second factors of a user, as the sign-in and the rules of changing them need them. */
import type { AuthenticatorKind } from '../../schema/enums';

/** Authenticators of the sign-in page; all others belong to a device. */
export const isFactor = ({ kind }: { kind: AuthenticatorKind }): boolean =>
  kind === 'TOTP' || kind === 'PASSKEY' || kind === 'RECOVERY_CODES';
