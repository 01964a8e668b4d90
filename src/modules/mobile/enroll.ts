/** Enrolling a key for mobile authentication, by the user on the device, with a proof of possession. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, enforce, invalidInput, Refusal } from '../../schema/errors';
import { transactionAsCaller } from '../../core/authority/guard';
import { type DeviceLink, deviceLinks } from '../device';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import type { Principal } from '../../core/authority/principal';
import { deviceChallenges } from './challenge-repository';
import type { Authenticator } from './entity';
import type { DeviceChallenge, EnrollMobileAuthenticationInput } from './inputs';
import { mayEnrollMobileAuthentication, mayUseDevice } from './policy';
import { isSigned, readPublicKey } from './proof';
import { authenticators } from './repository';

const MAX_NAME = 100;
const KINDS = ['DEVICE_KEY', 'PIN', 'BIOMETRIC'];

/** The caller's link to this device, which must be the one that the token was issued on. */
export const ownLink = async (database: Database, principal: Principal, publicId: string): Promise<DeviceLink> => {
  const deviceId = decodeId('Device', publicId);
  const link = principal.userId && deviceId ? await deviceLinks(database).findOf(principal.userId, deviceId) : null;
  enforce(mayUseDevice(principal, link));
  return link!;
};

export const createDeviceChallenge = (
  { principal, database: outside }: Context,
  deviceId: string,
): Promise<DeviceChallenge> =>
  transactionAsCaller(outside, principal, async (database) => {
    const link = await ownLink(database, principal, deviceId);
    const value = newSecret('cst_challenge');
    const challenge = { hash: secretHash(value), userId: link.userId, deviceLinkId: link.id };
    return { value, expiresAt: await deviceChallenges(database).add(challenge) };
  });

export interface Enrolled {
  deviceLink: DeviceLink;
  authenticator: Authenticator;
}

export const enrollMobileAuthentication = (
  context: Context,
  input: EnrollMobileAuthenticationInput,
): Promise<MutationResult<Enrolled>> => {
  const { principal } = context;
  const reload: Parameters<typeof runMutation<Enrolled>>[1]['reload'] = async (database, id) => {
    const authenticator = await authenticators(database).findById(id);
    const deviceLink = authenticator && (await deviceLinks(database).findById(authenticator.deviceLinkId));
    return deviceLink && { authenticator, deviceLink };
  };
  return runMutation<Enrolled>(context, { action: 'enrollMobileAuthentication', input, reload }, async (database) => {
    const { userId } = await ownLink(database, principal, input.deviceId);
    const kind = input.kind ?? 'DEVICE_KEY';
    if (!KINDS.includes(kind)) throw invalidInput('kind', `\`kind\` must be ${KINDS.join(', ')}.`);
    const name = input.name ?? kind;
    if (name.trim() === '' || name.length > MAX_NAME || name.includes('\0') || !name.isWellFormed())
      throw invalidInput('name', `\`name\` must be text of 1 to ${MAX_NAME} characters.`);
    const { jwk, thumbprint } = await readPublicKey(input.publicKey);
    await lockUsers(database, [userId]);
    const link = await ownLink(database, principal, input.deviceId);
    // A wrong signature rolls this back, which does no harm: it proves nothing, however often it is sent.
    if (!(await deviceChallenges(database).useOnce(secretHash(input.challenge), link.id)))
      throw invalidInput(
        'challenge',
        'This challenge is invalid, expired or already used. Create a new one on this device.',
      );
    const { challenge, deviceId } = input;
    const expected = { purpose: 'enrollMobileAuthentication', challenge, deviceId };
    if (!(await isSigned(jwk, input.signature, expected)))
      throw new Refusal(
        'INVALID_SIGNATURE',
        'The signature must be made with this key over `purpose`, `challenge` and `deviceId`.',
        ['input', 'signature'],
      );
    const countKeys = async () => (await authenticators(database).listOfLink(link.id)).length;
    enforce(await mayEnrollMobileAuthentication(principal, link, countKeys));
    const id = newId();
    await onUniqueViolation(
      () =>
        authenticators(database).insert({
          ...{ id, userId, deviceLinkId: link.id, kind, name, thumbprint },
          ...{ publicJwk: { ...jwk }, createdAt: () => 'now()' },
        }),
      () => conflict('publicKey', 'This key is already enrolled. Generate a new one.'),
    );
    await recordDerived(database, context.caller, [{ kind: 'AUTHENTICATOR', id, userId }]);
    await deviceLinks(database).enrollMobile(link.id);
    await recordEvents(database, context.caller, [
      {
        type: link.mobileEnrolledAt ? 'AUTHENTICATOR_ENROLLED' : 'MOBILE_AUTHENTICATION_ENROLLED',
        userId,
        deviceId: link.deviceId,
        reason: input.reason ?? null,
        details: { kind, name },
      },
    ]);
    const value = {
      authenticator: (await authenticators(database).findById(id))!,
      deviceLink: (await deviceLinks(database).findById(link.id))!,
    };
    return { subjectId: id, value };
  });
};
