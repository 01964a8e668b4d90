/** Creating service accounts: they have no password, cannot sign in on the pages, and are used through API tokens. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { notFound } from '../../schema/errors';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { principalFor } from '../../core/authority/object-permissions';
import { mayReach } from '../../core/authority/principal';
import type { User } from './entity';
import { findUser } from './repository';
import type { CreateServiceAccountInput } from './inputs';
import { addUser, validNewUser } from './create';

/** The owner must be a person that the caller has access to. */
const ownerOf = async (database: Database, { principal }: Context, publicId: string): Promise<string> => {
  const owner = await findUser(database, decodeId('User', publicId));
  const isPerson = owner?.type === 'INTERNAL' || owner?.type === 'EXTERNAL';
  if (!owner || !isPerson || !mayReach(await principalFor(database, principal, owner.id), 'users:read', owner.id))
    throw notFound('owner', 'ownerId');
  return owner.id;
};

export const createServiceAccount = (
  context: Context,
  input: CreateServiceAccountInput,
): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'createServiceAccount', input, reload: findUser }, async (database) => {
    const ownerId = input.ownerId == null ? null : await ownerOf(database, context, input.ownerId);
    const { username, name, path, attributes, reason } = input;
    const account = { username, name, path, attributes, reason, ownerId, type: 'SERVICE_ACCOUNT' as const };
    const id = await addUser(database, context, validNewUser(context, account));
    return { subjectId: id, value: (await findUser(database, id))! };
  });
