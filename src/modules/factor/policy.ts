/** Who may remove a second factor. Used by the mutation and by the `viewerCan…` field. */
import { notFoundWithoutPermission, Refusal } from '../../schema/errors';
import type { AuthenticatorKind } from '../../schema/enums';
import { mayReachAccount, type Principal } from '../../core/authority/principal';

/** Second factors of the sign-in page. All other authenticators belong to a device. */
export const isFactor = ({ kind }: { kind: AuthenticatorKind }): boolean =>
  kind === 'TOTP' || kind === 'PASSKEY' || kind === 'RECOVERY_CODES';

export const mayRemoveAuthenticator = (
  principal: Principal,
  authenticator: { userId: string; kind: AuthenticatorKind },
): Refusal | null => {
  if (!mayReachAccount(principal, 'authenticators:remove', authenticator.userId))
    return notFoundWithoutPermission('authenticator', 'authenticatorId', 'authenticators:remove');
  if (!isFactor(authenticator))
    return new Refusal('INVALID_STATE', 'This authenticator is a key on a device. Use `removeDeviceAuthenticator`.', [
      'input',
      'authenticatorId',
    ]);
  return null;
};
