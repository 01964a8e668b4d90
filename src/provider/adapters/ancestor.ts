/**
 * Refresh tokens that were rotated, have expired, or were removed by retention. They issue nothing, but they identify their family: revoking one
 * ends the family, and so does using one that was rotated.
 */
import Provider from 'oidc-provider';
import { type AncestorToken, tokens } from '../../modules/token';
import { secretHash } from '../../platform/hash';
import { accountIdOf } from '../account-id';
import { currentRequest } from '../request/request-scope';
import type { Payload } from './adapter';
import { endReusedFamily } from './family';

/** The refresh token with this value, if its family is alive. Read once per request. */
export const findAncestor = (value: string): Promise<AncestorToken | null> => {
  const request = currentRequest();
  return request.recall(`ancestor:${value}`, async () => {
    const database = await request.database();
    const read = () => tokens(database).findAncestor(secretHash(value));
    const found = await read();
    return found && request.lockUsersAndRead([found.userId], async (_, locksNow) => (locksNow ? read() : found));
  });
};

/**
 * For the token endpoint there is no such token; if the family's own client reused a rotated token, the family ends first. The revocation endpoint
 * gets a token, so that it checks whose it is. Elsewhere there is no such token.
 */
export const presentAncestor = async (value: string): Promise<Payload | undefined> => {
  const { route, client } = Provider.ctx!.oidc;
  if (route !== 'token' && route !== 'revocation') return undefined;
  const ancestor = await findAncestor(value);
  if (!ancestor) return undefined;
  const { id, familyId, clientId, userId, rotated, exp } = ancestor;
  if (route === 'revocation')
    return {
      kind: 'RefreshToken',
      jti: value,
      clientId,
      accountId: accountIdOf(userId),
      grantId: familyId,
      exp: Math.floor(exp),
    };
  if (!rotated || clientId !== client?.clientId) return undefined;
  currentRequest().presented.set(familyId, id);
  await endReusedFamily(familyId, 'refresh_token');
  return undefined;
};
