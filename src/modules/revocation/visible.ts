/** Finds receipts that the caller has access to. Users have access to receipts that affect them. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../../core/authority/principal';
import type { Revocation } from '../../core/revocation/entity';
import { revocationById } from './loaders';

/** By uuid. */
export const visibleRevocationByUuid = async (
  context: Context,
  id: string | null,
): Promise<Shown<Revocation, 'id' | 'userId'> | null> => {
  const receipt = id === null ? null : await context.show(revocationById, id);
  return receipt && mayReach(await context.principalFor(receipt.userId), 'revocations:read', receipt.userId)
    ? receipt
    : null;
};

/** By public id. */
export const visibleRevocation = (
  context: Context,
  publicId: string,
): Promise<Shown<Revocation, 'id' | 'userId'> | null> =>
  visibleRevocationByUuid(context, decodeId('Revocation', publicId));
