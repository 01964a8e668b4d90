/** Authorization codes in `access_grants`. Each is written together with its new token family. */
import { errors } from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { accessGrants, type PresentedGrant } from '../../modules/access-grant';
import { attenuateScopes } from '../attenuation';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { storedPayload, ModelAdapter, scopesOf, type Payload } from './adapter';
import { insertFamily, rememberFamily } from './family';
import { rememberUser } from './joined-user';

/** The live code with this value, locked for its use. Read once per request. */
export const findCode = (value: string): Promise<PresentedGrant<Payload> | null> => {
  const request = currentRequest();
  return request.recall(`code:${value}`, async () => {
    const hash = secretHash(value);
    const code = await request.lockOwnerAndRead('access_grants', hash, (database) =>
      accessGrants(database).lockPresented<Payload>(hash),
    );
    if (code) {
      rememberFamily(code);
      rememberUser(code);
    }
    return code;
  });
};

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
    const row = await findCode(id);
    if (!row) return undefined;
    currentRequest().presented.set(row.familyId, row.id);
    return {
      ...attenuateScopes(row.payload, row.limits),
      exp: Math.floor(row.exp),
      jti: id,
      ...(row.exchangedAt ? { consumed: true } : {}),
    };
  }

  /** Its row is locked, so exactly one of any number of concurrent uses comes here; each other has found that it is used. */
  override async consume(id: string): Promise<void> {
    const code = await findCode(id);
    if (!code || code.exchangedAt) throw new errors.InvalidGrant('authorization code has already been used');
    await accessGrants(await currentDatabase()).consume(secretHash(id));
  }
}
