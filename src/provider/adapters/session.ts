/** Sessions of users in `sessions`, by the hash of their cookie; anonymous ones among the artifacts. */
import Provider from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { lifeOf } from '../../core/liveness/live';
import { endSession } from '../../modules/session';
import { accountIdOf, userIdOf } from '../account-id';
import { clientFacts } from '../client-facts';
import type { Locate } from '../location';
import { currentDatabase, currentRequest, type SessionFacts, type SessionTimes } from '../request-scope';
import { describeOrigin, NoSession, sessionForIssue, signInResult } from '../sessions';
import { seal, unseal } from '../seal';
import { kept, type Payload } from './adapter';
import { ArtifactAdapter } from './artifact';
import { rememberUser, USER_COLUMNS, type UserColumns } from './user-columns';

const life = lifeOf('session', 'x');
const find = (column: 'cookie_hash' | 'uid') => `
  select x.id, x.uid, x.user_id as "userId", x.user_epoch as "sessionEpoch", x.device_id as "deviceId", x.device_link_id as "deviceLinkId",
    x.impersonator_id as "impersonatorId", x.payload, x.authenticated_at as "authenticatedAt",
    x.idle_seconds as "idleSeconds", x.absolute_seconds as "absoluteSeconds", extract(epoch from x.expires_at)::float8 as exp, ${USER_COLUMNS}
  from sessions x ${life.joins} where x.${column} = $1 and ${life.live}`;
const FIND = { cookie_hash: find('cookie_hash'), uid: find('uid') };

interface Row extends UserColumns, SessionTimes {
  id: string;
  uid: string;
  userId: string;
  sessionEpoch: number;
  deviceId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  payload: Payload & { sealedState?: string };
  authenticatedAt: Date;
  exp: number;
}

/** What the person signed in with is still there. */
const STAND = `not exists (select from unnest($21::uuid[]) c (id)
  where not exists (select from passwords p where p.id = c.id)
    and not exists (select from authenticators a where a.id = c.id and a.ended_at is null))`;

/** The state of a sign-out under way holds the secret of its form, so it is sealed under the cookie. */
const STATE = 'session state';

export class SessionAdapter extends ArtifactAdapter {
  constructor(
    model: string,
    private readonly locate: Locate,
  ) {
    super(model);
  }

  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    if (!payload.accountId) return super.upsert(id, payload, expiresIn);
    const { state, ...rest } = payload;
    const text = kept({
      ...rest,
      ...(state ? { sealedState: seal(id, STATE, state).toString('base64') } : {}),
    } as Payload);
    // The library cannot answer what is thrown here. Where no session may begin, none does, and nothing is issued from it.
    const session = await sessionForIssue().catch((error: unknown) => {
      if (error instanceof NoSession) return null;
      throw error;
    });
    if (!session) return;
    if (session.unsaved) await this.insert(id, payload, text, expiresIn, session);
    else await this.update(id, payload, text, expiresIn, session);
  }

  private async insert(
    id: string,
    payload: Payload,
    text: string,
    expiresIn: number,
    session: SessionFacts,
  ): Promise<void> {
    const client = Provider.ctx!.oidc.client;
    const origin = await describeOrigin((client && clientFacts(client).device) ?? null, this.locate);
    const database = await currentDatabase();
    const credentialIds = signInResult(Provider.ctx)?.credentialIds ?? [];
    const inserted = await database.execute(
      `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, device_id, device_link_id, platform, os, os_version, browser,
         user_agent, ip, location, authentication_methods, payload, created_at, authenticated_at, last_seen_at, expires_at, idle_seconds, absolute_seconds)
       select $1, $2, $3, u.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now(), to_timestamp($16), now(),
         now() + make_interval(secs => $17), $18, $19
       from users u where u.id = $20 and u.epoch = $4 and ${STAND}`,
      [
        session.id,
        payload.uid,
        secretHash(id),
        session.userEpoch,
        session.deviceId,
        session.deviceLinkId,
        origin.platform,
        origin.os,
        origin.osVersion,
        origin.browser,
        origin.userAgent,
        origin.ip,
        origin.location,
        payload.amr ?? [],
        text,
        session.authenticatedAt / 1000,
        expiresIn,
        session.idleSeconds,
        session.absoluteSeconds,
        userIdOf(payload.accountId!),
        credentialIds,
      ],
    );
    // The user was disabled, or a credential removed, since the person proved who they are: this begins nothing.
    if (inserted === 0) return;
    session.unsaved = false;
    await this.recordOrigin(session, credentialIds);
    await this.reportSignIn(session);
  }

  private async update(
    id: string,
    payload: Payload,
    text: string,
    expiresIn: number,
    session: SessionFacts,
  ): Promise<void> {
    const database = await currentDatabase();
    const login = signInResult(Provider.ctx);
    const again = login !== undefined && login.at > session.authenticatedAt;
    const times = again ? currentRequest().lifetimes!.session : null;
    await database.execute(
      `update sessions set cookie_hash = $2, payload = $3, last_seen_at = now(), expires_at = now() + make_interval(secs => $4),
         authentication_methods = $5, authenticated_at = coalesce(to_timestamp($6), authenticated_at), ip = coalesce($7, ip),
         idle_seconds = coalesce($8, idle_seconds), absolute_seconds = coalesce($9, absolute_seconds)
       where id = $1 and ended_at is null`,
      [
        session.id,
        secretHash(id),
        text,
        expiresIn,
        payload.amr ?? [],
        again ? login.at / 1000 : null,
        again ? currentRequest().facts.ip : null,
        times?.idleSeconds ?? null,
        times?.absoluteSeconds ?? null,
      ],
    );
    if (!again) return;
    session.authenticatedAt = login.at;
    await this.recordOrigin(session, login.credentialIds ?? []);
    await this.reportSignIn(session);
  }

  private async recordOrigin({ id, userId }: SessionFacts, sourceIds: string[]): Promise<void> {
    const request = currentRequest();
    await recordDerived(await request.database(), request.caller(), [{ kind: 'SESSION', id, userId, sourceIds }]);
  }

  private async reportSignIn({ id: sessionId, userId, deviceId }: SessionFacts): Promise<void> {
    const request = currentRequest();
    const client = Provider.ctx!.oidc.client;
    const applicationId = client ? clientFacts(client).applicationId : null;
    await recordEvents(await request.database(), request.caller({ userId, applicationId, sessionId }), [
      { type: 'SIGN_IN', userId, sessionId, applicationId, deviceId },
    ]);
  }

  override async find(id: string): Promise<Payload | undefined> {
    return (await this.findUser('cookie_hash', secretHash(id), id)) ?? super.find(id);
  }

  override findByUid(uid: string): Promise<Payload | undefined> {
    return this.findUser('uid', uid, null);
  }

  private async findUser(
    column: 'cookie_hash' | 'uid',
    value: unknown,
    cookie: string | null,
  ): Promise<Payload | undefined> {
    const request = currentRequest();
    const read = async () => (await request.database()).one<Row>(FIND[column], [value]);
    let row = await read();
    // A dead session, of whomever, must not be locked: the sign-in that follows locks its own user, in no order with this one.
    if (row && (await request.lockUser(row.userId))) row = await read();
    if (!row) return undefined;
    rememberUser(row);
    request.sessions.set(row.uid, {
      id: row.id,
      userId: row.userId,
      userEpoch: row.sessionEpoch,
      deviceId: row.deviceId,
      deviceLinkId: row.deviceLinkId,
      impersonatorId: row.impersonatorId,
      authenticatedAt: row.authenticatedAt.getTime(),
      idleSeconds: row.idleSeconds,
      absoluteSeconds: row.absoluteSeconds,
      unsaved: false,
    });
    const { sealedState, ...payload } = row.payload;
    const state = cookie && sealedState ? unseal<object>(cookie, STATE, Buffer.from(sealedState, 'base64')) : null;
    return {
      ...payload,
      ...(state ? { state: state as Record<string, unknown> } : {}),
      uid: row.uid,
      accountId: accountIdOf(row.userId),
      exp: Math.floor(row.exp),
      ...(cookie ? { jti: cookie } : {}),
    };
  }

  /** Either a sign-out, or the old id of a session that goes on under a new one, which then replaces it in the same row. */
  override async destroy(id: string): Promise<void> {
    const { oidc } = Provider.ctx!;
    const known = oidc.session && currentRequest().sessions.get(oidc.session.uid);
    if (!known || known.unsaved) return super.destroy(id);
    if (oidc.route !== 'end_session_confirm' || !oidc.params?.logout) return;
    const request = currentRequest();
    const applicationId = oidc.client ? clientFacts(oidc.client).applicationId : null;
    const { userId, impersonatorId } = known;
    const by = request.caller({ userId, impersonatorId, applicationId, sessionId: known.id });
    await endSession(await request.database(), by, {
      action: 'end_session_endpoint',
      sessionId: known.id,
      userId,
      removeTokens: true,
      endReason: impersonatorId ? 'IMPERSONATION_ENDED' : 'LOGOUT',
    });
  }
}
