/**
 * Grants: one token family per authorization, so that what ends a family ends that authorization alone. A family is written with its
 * code, from the consent, the session and the application as they are then; codes and tokens take all of it from the family, epochs
 * included: what is minted from an authorization that is older than an end is dead at birth.
 */
import Provider, { errors } from 'oidc-provider';
import { endFamily } from '../../modules/token';
import { lifeOf } from '../../core/liveness/live';
import { userIdOf } from '../account-id';
import { attenuated, limitColumns, type LimitColumns } from '../attenuation';
import { clientFacts } from '../client-facts';
import { consentForIssue } from '../consents';
import { currentDatabase, currentRequest } from '../request-scope';
import { sessionForIssue, signInResult } from '../sessions';
import { kept, ModelAdapter, type Payload } from './adapter';

/** The token predicate on a family's own row: nothing but itself can have ended it, and no session ends its idle part. */
const life = lifeOf('token', 'x');
const FIND = `
  select x.payload, extract(epoch from x.expires_at)::float8 as exp, ${limitColumns()}
  from (select id, id as family_id, user_id, user_epoch, application_id, application_epoch, session_id, false as session_bound, device_id,
      device_link_id, consent_id, payload, expires_at, ended_at as revoked_at, null::timestamptz as consumed_at, end_reason, revocation_id
    from token_families where id = $1) x
  ${life.joins} where ${life.live}`;

const INSERT = `
  insert into token_families (id, user_id, application_id, client_id, device_id, device_link_id, session_id, consent_id, user_epoch,
    application_epoch, payload, refresh_token_issued, created_at, expires_at, authenticated_at, authentication_methods)
  select $1, $2, a.id, $4, $5, $6, $7, $8, $9, a.epoch, $10, false, now(), now() + make_interval(secs => $11), to_timestamp($12), $13
  from applications a where a.id = $3 and a.disabled_at is null`;

export class FamilyAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const row = await currentRequest().recall(`family:${id}`, async () =>
      (await currentDatabase()).one<{ payload: Payload; exp: number } & LimitColumns>(FIND, [id]),
    );
    return row ? { ...attenuated(row.payload, row.limits), exp: Math.floor(row.exp), jti: id } : undefined;
  }

  /** The library destroys a grant when a consumed code or refresh token of it is presented again (RFC 9700 §4.14.2). */
  override async destroy(id: string): Promise<void> {
    const source = Provider.ctx?.oidc.entities;
    await endReusedFamily(id, source?.RefreshToken ? 'refresh_token' : 'authorization_code');
  }
}

/** Writes the family of the authorization that is being answered. */
export const insertFamily = async (id: string, accountId: string): Promise<void> => {
  const { client, grant } = Provider.ctx!.oidc;
  if (!client || !grant || grant.jti !== id) throw new Error('a code without its grant');
  const facts = clientFacts(client);
  const session = await sessionForIssue();
  const consentId = await consentForIssue(userIdOf(accountId), facts, session.impersonatorId);
  const payload = kept({
    kind: 'Grant',
    accountId,
    clientId: client.clientId,
    openid: grant.openid,
    resources: grant.resources,
  } as Payload);
  const database = await currentDatabase();
  const inserted = await database.execute(INSERT, [
    id,
    userIdOf(accountId),
    facts.applicationId,
    client.clientId,
    session.deviceId,
    session.deviceLinkId,
    session.id,
    consentId,
    session.userEpoch,
    payload,
    currentRequest().lifetimes!.family,
    // The session is written after this.
    Math.max(session.authenticatedAt, signInResult(Provider.ctx)?.at ?? 0) / 1_000,
    Provider.ctx!.oidc.amr ?? [],
  ]);
  if (inserted === 0) throw new errors.AccessDenied('the application has been disabled');
};

/** Ends the family of a consumed code or refresh token, once however often it comes again. The user's row is locked already. */
export const endReusedFamily = async (
  familyId: string,
  reused: 'refresh_token' | 'authorization_code',
): Promise<void> => {
  const request = currentRequest();
  const database = await request.database();
  const family = await database.one<{
    userId: string;
    applicationId: string;
    sessionId: string | null;
    deviceId: string | null;
  }>(
    `select user_id as "userId", application_id as "applicationId", session_id as "sessionId", device_id as "deviceId"
     from token_families where id = $1 and ended_at is null for no key update`,
    [familyId],
  );
  if (!family) return;
  await endFamily(database, request.caller({ applicationId: family.applicationId }), {
    action: 'token_endpoint',
    target: {
      type: reused === 'refresh_token' ? 'Token' : 'AccessGrant',
      id: request.presented.get(familyId) ?? familyId,
    },
    family: { id: familyId, ...family },
    endReason: 'TOKEN_REUSED',
    eventType: 'TOKEN_REUSED',
  });
};

/** A family's own facts, as each find of its codes and tokens reads them. */
export const FAMILY_COLUMNS = `lf.payload as "familyPayload", extract(epoch from lf.expires_at)::float8 as "familyExp"`;
export interface FamilyColumns {
  familyId: string | null;
  familyPayload: Payload | null;
  familyExp: number | null;
}
export const rememberFamily = ({ familyId, familyPayload, familyExp, limits }: FamilyColumns & LimitColumns): void => {
  if (familyId && familyPayload)
    currentRequest().memory.set(
      `family:${familyId}`,
      Promise.resolve({ payload: familyPayload, exp: familyExp, limits }),
    );
};
