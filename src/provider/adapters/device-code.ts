/**
 * Device codes (RFC 8628). A request that waits for its user is a row of `device_authorizations`, found by the hash of either code. When the user
 * approves it, it becomes an access grant of a new token family, as an authorization code is: it is live by the same predicate and ends with
 * the user, the session, the consent and the application.
 */
import Provider, { errors } from 'oidc-provider';
import { accessGrants } from '../../modules/access-grant';
import { secretHash } from '../../platform/hash';
import { clientFacts } from '../client-facts';
import { deviceAuthorizations, type PendingDevice, POLL_INTERVAL } from '../device-authorization-repository';
import { currentDatabase } from '../request/request-scope';
import { type Payload, scopesOf, storedPayload } from './adapter';
import { CodeAdapter } from './code';
import { insertFamily } from './family';

/** On the page of the user the device code itself is not known. The id of the row stands for it, and only there. */
const ROW = 'row:';
const rowIdOf = (id: string): string | null => (id.startsWith(ROW) ? id.slice(ROW.length) : null);

const isOnPage = (): boolean => {
  const route = Provider.ctx?.oidc.route;
  return route === 'code_verification' || route === 'device_resume';
};

const payloadOf = (row: PendingDevice<Payload>, id: string): Payload => ({
  ...row.payload,
  exp: Math.floor(row.exp),
  jti: id,
});

export class DeviceCodeAdapter extends CodeAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const rowId = rowIdOf(id);
    if (rowId && isOnPage())
      return payload.accountId ? this.approve(rowId, payload, expiresIn) : this.note(rowId, payload);
    const { userCode, ...rest } = payload;
    const client = Provider.ctx!.oidc.client!;
    await deviceAuthorizations(await currentDatabase()).add({
      ...{ hash: secretHash(id), userCodeHash: secretHash(userCode!), seconds: expiresIn },
      ...{ applicationId: clientFacts(client).applicationId, clientId: client.clientId },
      payload: storedPayload(rest as Payload),
    });
  }

  private async note(rowId: string, { userCode: _, ...payload }: Payload): Promise<void> {
    await deviceAuthorizations(await currentDatabase()).change(rowId, storedPayload(payload as Payload));
  }

  private async approve(rowId: string, payload: Payload, expiresIn: number): Promise<void> {
    const { userCode: _, params: __, deviceInfo: ___, inFlight: ____, ...rest } = payload;
    const hash = await deviceAuthorizations(await currentDatabase()).take(rowId);
    if (!hash) throw new errors.InvalidGrant('the request of the device has expired');
    await insertFamily(payload.grantId!, payload.accountId!);
    const scopes = scopesOf(payload);
    await accessGrants(await currentDatabase()).add({
      ...{ hash, familyId: payload.grantId!, sessionBound: !scopes.includes('offline_access'), scopes },
      ...{ payload: storedPayload(rest as Payload), seconds: expiresIn },
    });
  }

  override async find(id: string): Promise<Payload | undefined> {
    const pending = deviceAuthorizations(await currentDatabase());
    const rowId = rowIdOf(id);
    if (rowId && isOnPage()) {
      const row = await pending.findPending<Payload>('id', rowId);
      return row ? payloadOf(row, id) : undefined;
    }
    const approved = await super.find(id);
    if (approved) return approved;
    const row = await pending.findPending<Payload>('hash', secretHash(id));
    if (!row) return undefined;
    await pending.stampPolled(row.id);
    if (row.hasty) throw new errors.SlowDown(`wait ${POLL_INTERVAL} seconds between polls`);
    return payloadOf(row, id);
  }

  override async findByUserCode(userCode: string): Promise<Payload | undefined> {
    const row = await deviceAuthorizations(await currentDatabase()).findPending<Payload>(
      'user_code_hash',
      secretHash(userCode),
    );
    return row ? { ...payloadOf(row, `${ROW}${row.id}`), userCode } : undefined;
  }

  /** A refused one is told to the device once. */
  override async consume(id: string): Promise<void> {
    const requests = deviceAuthorizations(await currentDatabase());
    const refused = await requests.findPending<Payload>('hash', secretHash(id));
    if (refused) await requests.take(refused.id);
    else await super.consume(id);
  }
}
