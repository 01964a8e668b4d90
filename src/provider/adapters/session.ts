/** Sessions of users in `sessions`, by the hash of their cookie. Anonymous sessions are artifacts. */
import Provider from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import type { Database } from '../../database/database';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { endSession, sessions } from '../../modules/session';
import { accountIdOf, userIdOf } from '../account-id';
import { clientFacts } from '../client-facts';
import type { Locate } from '../sessions/location';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { type SessionFacts } from '../request/request-facts';
import { NoSession, sessionForIssue } from '../sessions/session-for-issue';
import { describeOrigin } from '../sessions/origin';
import { signInResult } from '../sessions/sign-in-result';
import { seal, unseal } from '../seal';
import { storedPayload, type Payload } from './adapter';
import { ArtifactAdapter } from './artifact';
import { rememberUser } from './joined-user';

type StoredSession = Payload & { sealedState?: string };

/** The state of a sign-out holds the secret of its form. It is sealed under the cookie. */
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
    const text = storedPayload({
      ...rest,
      ...(state ? { sealedState: seal(id, STATE, state).toString('base64') } : {}),
    } as Payload);
    // The library cannot handle an error here. If no session may begin, none is written, and nothing is issued from it.
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
    const credentialIds = signInResult(Provider.ctx)?.credentialIds ?? [];
    const added = await sessions(await currentDatabase()).add({
      ...{ id: session.id, uid: payload.uid, cookieHash: secretHash(id), userId: userIdOf(payload.accountId!) },
      ...{ userEpoch: session.userEpoch, deviceId: session.deviceId, deviceLinkId: session.deviceLinkId, origin },
      ...{ authenticationMethods: payload.amr ?? [], credentialIds, payload: text, seconds: expiresIn },
      ...{ idleSeconds: session.idleSeconds, absoluteSeconds: session.absoluteSeconds },
      authenticatedAt: session.authenticatedAt / 1000,
    });
    // The user was disabled or a credential was removed since the sign-in: no session begins.
    if (!added) return;
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
    const login = signInResult(Provider.ctx);
    const again = login !== undefined && login.at > session.authenticatedAt;
    const { facts, lifetimes } = currentRequest();
    await sessions(await currentDatabase()).renew(session.id, {
      ...{ cookieHash: secretHash(id), authenticationMethods: payload.amr ?? [], payload: text, seconds: expiresIn },
      signIn: again ? { at: login.at / 1000, ip: facts.ip, ...lifetimes!.session } : null,
    });
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
    value: Buffer | string,
    cookie: string | null,
  ): Promise<Payload | undefined> {
    const request = currentRequest();
    const read = (database: Database) => sessions(database).findPresented<StoredSession>(column, value);
    const before = await read(await request.database());
    // The user of a session that is not live must not be locked: the sign-in that follows locks its own user, and the order of the two would be arbitrary.
    if (!before) return undefined;
    const row = await request.lockUsersAndRead([before.userId], async (database, locksNow) =>
      locksNow ? read(database) : before,
    );
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

  /** Either a sign-out, or the old id of a session that continues under a new one in the same row. */
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
