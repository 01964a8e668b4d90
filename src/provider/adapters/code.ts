/** Authorization codes in `access_grants`. Each is written together with its new token family. */
import { errors } from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { accessGrants } from '../../modules/access-grant';
import { attenuateScopes } from '../attenuation';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { storedPayload, ModelAdapter, scopesOf, type Payload } from './adapter';
import { endReusedFamily, insertFamily, rememberFamily } from './family';
import { rememberUser } from './joined-user';

export class CodeAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const text = storedPayload(payload);
    await insertFamily(payload.grantId!, payload.accountId!);
    const scopes = scopesOf(payload);
    const database = await currentDatabase();
    await accessGrants(database).add({
      ...{ hash: secretHash(id), familyId: payload.grantId!, sessionBound: !scopes.includes('offline_access') },
      ...{ scopes, payload: text, seconds: expiresIn },
    });
  }

  override async find(id: string): Promise<Payload | undefined> {
    const request = currentRequest();
    const hash = secretHash(id);
    await request.lockOwner('access_grants', hash);
    const row = await accessGrants(await request.database()).findPresented<Payload>(hash);
    if (!row) return undefined;
    rememberFamily(row);
    rememberUser(row);
    request.presented.set(row.familyId, row.id);
    return {
      ...attenuateScopes(row.payload, row.limits),
      exp: Math.floor(row.exp),
      jti: id,
      ...(row.exchangedAt ? { consumed: true } : {}),
    };
  }

  /** Exactly one of any number of concurrent uses succeeds; each other is a reuse. */
  override async consume(id: string): Promise<void> {
    const grants = accessGrants(await currentDatabase());
    const hash = secretHash(id);
    if (await grants.consume(hash)) return;
    const familyId = await grants.findFamilyId(hash);
    if (familyId) await endReusedFamily(familyId, 'authorization_code');
    throw new errors.InvalidGrant('authorization code has already been used');
  }
}
