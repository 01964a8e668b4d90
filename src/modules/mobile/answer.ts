/** Confirming a sign-in on a device: the pending requests, and the answer, signed with a key of the user on that device. */
import type { JWK } from 'jose';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import { notFound, Refusal } from '../../schema/errors';
import { writeConsent } from '../consent';
import { type DeviceLink, deviceLinks } from '../device';
import { tokenFamilies } from '../token';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { readSetting } from '../../core/setting/settings';
import type { AnswerAuthenticationInput } from './inputs';
import { isSigned } from './proof';
import { authenticators } from './repository';
import type { PendingAuthentication } from './request';
import { authenticationRequests } from './request-repository';

/** Empty unless the token was issued to an app on a device with mobile authentication. */
export const pendingAuthentications = async ({ principal, database }: Context): Promise<PendingAuthentication[]> => {
  const link = await deviceLinks(database).findById(principal.deviceLinkId);
  return link?.mobileEnrolledAt ? authenticationRequests(database).listPending(link.userId) : [];
};

/** Creates the authorization from which the client's next poll gets its tokens. It ends with the device link. */
const authorize = async (
  database: Database,
  context: Context,
  link: DeviceLink,
  { id, userId, applicationId, scopes }: PendingAuthentication,
): Promise<string> => {
  const terms = await authenticationRequests(database).getApprovalTerms(id);
  const { clientId, consentMode, consentLifetime } = terms;
  const consentId = await writeConsent(database, context.caller, {
    ...{ userId, applicationId, consentMode, consentLifetime, scopes, resources: {} },
    deviceId: link.deviceId,
    sessionId: null,
  });
  const familyId = newId();
  const accountId = encodeId('User', userId);
  const payload = { kind: 'Grant', accountId, clientId, openid: { scope: scopes.join(' ') } };
  await tokenFamilies(database).addApproved(
    {
      ...{ id: familyId, userId, applicationId, clientId, consentId, payload },
      ...{ deviceId: link.deviceId, deviceLinkId: link.id },
      ...{ userEpoch: terms.userEpoch, applicationEpoch: terms.applicationEpoch },
    },
    await readSetting(database, 'tokens.refreshAbsoluteLifetime'),
  );
  return familyId;
};

/** A wrong signature is recorded as an event after the transaction was rolled back. */
class WrongSignature extends Refusal {
  constructor(readonly request: PendingAuthentication) {
    super(
      'INVALID_SIGNATURE',
      'The signature must be made with a key of this device over `purpose`, `challenge`, `authenticationId` and `decision`.',
      ['input', 'signature'],
    );
  }
}

export const answerAuthentication = async (
  context: Context,
  input: AnswerAuthenticationInput,
): Promise<MutationResult<string>> => {
  const { principal } = context;
  let wrong: WrongSignature | null = null;
  const reload = async (_database: Database, id: string | null) => id && encodeId('AuthenticationRequest', id);
  const outcome = await runMutation(context, { action: 'answerAuthentication', input, reload }, async (database) => {
    const id = decodeId('AuthenticationRequest', input.authenticationId);
    const missing = () => notFound('pending authentication', 'authenticationId');
    if (!id || !principal.userId) throw missing();
    await lockUsers(database, [principal.userId]);
    const request = await authenticationRequests(database).findPending(principal.userId, id);
    if (!request) throw missing();
    const link = await deviceLinks(database).findById(principal.deviceLinkId);
    if (!link?.mobileEnrolledAt)
      throw new Refusal(
        'INVALID_STATE',
        'Answer on a device with mobile authentication, using a token of the app on it.',
      );
    const { decision } = input;
    const expected = {
      purpose: 'answerAuthentication',
      challenge: request.challenge,
      authenticationId: input.authenticationId,
      decision,
    };
    const keys = await authenticators(database).listOfLink(link.id);
    const signed = await Promise.all(
      keys.map(({ publicJwk }) => isSigned(publicJwk as JWK, input.signature, expected)),
    );
    const authenticator = keys[signed.indexOf(true)];
    if (!authenticator) throw (wrong = new WrongSignature(request));
    const familyId = decision === 'APPROVE' ? await authorize(database, context, link, request) : null;
    if (familyId)
      await recordDerived(database, context.caller, [
        { kind: 'TOKEN_FAMILY', id: familyId, userId: request.userId, sourceIds: [authenticator.id] },
      ]);
    await authenticationRequests(database).update(
      { id },
      { decidedAt: () => 'now()', decision, deviceLinkId: link.id, authenticatorId: authenticator.id, familyId },
    );
    await authenticators(database).stampUse(authenticator.id);
    await recordEvents(database, context.caller, [
      {
        type: decision === 'APPROVE' ? 'AUTHENTICATION_APPROVED' : 'AUTHENTICATION_DENIED',
        userId: request.userId,
        applicationId: request.applicationId,
        deviceId: link.deviceId,
        details: { authenticator: authenticator.kind },
      },
    ]);
    return { subjectId: id, value: input.authenticationId };
  });
  const failed = wrong as WrongSignature | null;
  if (failed)
    await recordEvents(context.database, context.caller, [
      {
        type: 'AUTHENTICATION_APPROVED',
        outcome: 'FAILURE',
        userId: failed.request.userId,
        applicationId: failed.request.applicationId,
        details: { cause: failed.code },
      },
    ]);
  return outcome;
};
