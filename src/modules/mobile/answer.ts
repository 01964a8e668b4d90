/** The rules of confirming a sign-in on a device: what waits there, and the answer, signed by a key of the user on that device. */
import type { JWK } from 'jose';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId, encodeId } from '../../platform/type-id';
import type { ConsentMode } from '../../schema/enums';
import { notFound, Refusal } from '../../schema/errors';
import { writeConsent } from '../consent';
import type { DeviceLink } from '../device';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { readSetting } from '../../core/setting/settings';
import { authenticatorsOf, findLink } from './find';
import type { AnswerAuthenticationInput } from './inputs';
import { isSigned } from './proof';
import type { PendingAuthentication } from './request';

/** Not answered, not too old, and of a user and an application of whom nothing has ended since. */
const PENDING = `
  select x.id, x.user_id as "userId", x.application_id as "applicationId", x.scopes, x.binding_message as "bindingMessage", x.challenge,
    x.created_at as "createdAt", x.expires_at as "expiresAt"
  from authentication_requests x
  join users u on u.id = x.user_id and u.epoch = x.user_epoch
  join applications a on a.id = x.application_id and a.epoch = x.application_epoch and a.disabled_at is null
  where x.user_id = $1 and x.decision is null and x.expires_at > now()`;

/** Empty where the token is not of an app on a device with mobile authentication. */
export const pendingAuthentications = async ({ principal, database }: Context): Promise<PendingAuthentication[]> => {
  const link = await findLink(database, principal.deviceLinkId);
  return link?.mobileEnrolledAt
    ? database.query<PendingAuthentication>(`${PENDING} order by x.id limit 50`, [link.userId])
    : [];
};

interface Asking {
  clientId: string;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  userEpoch: number;
  applicationEpoch: number;
}

/** The authorization that the client's next poll takes its tokens from: it hangs on this device, and dies with the link to it. */
const authorize = async (
  database: Database,
  context: Context,
  link: DeviceLink,
  { id, userId, applicationId, scopes }: PendingAuthentication,
): Promise<string> => {
  const asking = (await database.one<Asking>(
    `select x.client_id as "clientId", a.consent_mode as "consentMode", a.consent_lifetime as "consentLifetime", x.user_epoch as "userEpoch",
       x.application_epoch as "applicationEpoch"
     from authentication_requests x join applications a on a.id = x.application_id where x.id = $1`,
    [id],
  ))!;
  const { clientId, consentMode, consentLifetime } = asking;
  const consentId = await writeConsent(database, context.caller, {
    ...{ userId, applicationId, consentMode, consentLifetime, scopes, resources: {} },
    deviceId: link.deviceId,
    sessionId: null,
  });
  const familyId = newId();
  const accountId = encodeId('User', userId);
  const payload = { kind: 'Grant', accountId, clientId, openid: { scope: scopes.join(' ') } };
  await database.execute(
    `insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch,
       application_epoch, payload, refresh_token_issued, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, null, $7, $8, $9, $10, false, now(), now() + make_interval(secs => $11))`,
    [
      ...[familyId, userId, applicationId, clientId, link.deviceId, link.id, consentId, asking.userEpoch],
      ...[
        asking.applicationEpoch,
        JSON.stringify(payload),
        await readSetting(database, 'tokens.refreshAbsoluteLifetime'),
      ],
    ],
  );
  return familyId;
};

/** A wrong signature is told to who audits, outside of the transaction that it undoes. */
class WrongSignature extends Refusal {
  constructor(readonly request: PendingAuthentication) {
    super(
      'INVALID_SIGNATURE',
      'The signature is not one by a key of this device over `purpose`, `challenge`, `authenticationId` and `decision`.',
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
    const missing = () => notFound('authentication that waits for you', 'authenticationId');
    if (!id || !principal.userId) throw missing();
    await lockUsers(database, [principal.userId]);
    const request = await database.one<PendingAuthentication>(`${PENDING} and x.id = $2`, [principal.userId, id]);
    if (!request) throw missing();
    const link = await findLink(database, principal.deviceLinkId);
    if (!link?.mobileEnrolledAt)
      throw new Refusal(
        'INVALID_STATE',
        'Answer on a device with mobile authentication, with a token of the app on it.',
      );
    const { decision } = input;
    const expected = {
      purpose: 'answerAuthentication',
      challenge: request.challenge,
      authenticationId: input.authenticationId,
      decision,
    };
    const keys = await authenticatorsOf(database, link.id);
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
    await database.execute(
      `update authentication_requests set decided_at = now(), decision = $2, device_link_id = $3, authenticator_id = $4, family_id = $5 where id = $1`,
      [id, decision, link.id, authenticator.id, familyId],
    );
    await database.execute('update authenticators set last_used_at = now() where id = $1', [authenticator.id]);
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
