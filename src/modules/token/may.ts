/** Who may end tokens: asked by the mutation, which enforces it, and by the `viewerCan…` field. */
import { outOfReach, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../viewer/principal';

export const mayRevokeToken = (principal: Principal, { userId }: { userId: string | null }): Refusal | null =>
  mayReach(principal, 'tokens:revoke', userId) ? null : outOfReach('token', 'tokenId', 'tokens:revoke');
