/** Results of `viewerCan…` fields: the checks of the mutation, and whether the caller may change things of the owning user. */
import { forbiddenForMorePrivilegedUser } from '../../core/authority/rights';
import { type Context, isMorePrivilegedThanCaller } from '../../core/context/context';
import { type Capability, capabilityUnder, type Verdict } from '../../schema/capability';
import { internalAccountRefusal } from '../../schema/errors';
import type { FieldRules } from '../../schema/rules';
import type { User } from './entity';
import { userById } from './loaders';

/** A user or a user id. */
type Owner = string | Pick<User, 'id' | 'type'>;

/** Refuses changes to internal service accounts and to users with more rights than the caller. */
const refusalForOwner = async (context: Context, owner: Owner): Promise<Verdict> => {
  const user = typeof owner === 'string' ? await context.load(userById, owner) : owner;
  if (user?.type === 'INTERNAL_SERVICE_ACCOUNT') return internalAccountRefusal();
  return user && (await context.load(isMorePrivilegedThanCaller, user.id)) ? forbiddenForMorePrivilegedUser() : null;
};

/** Builds capabilities for the mutations of a module with these rules. `owner` is the user who owns the object. */
export const capabilitiesUnder =
  (rules: FieldRules) =>
  (
    context: Context,
    mutation: string,
    verdict: () => Verdict | Promise<Verdict> = () => null,
    owner: Owner | null = null,
  ): Promise<Capability> =>
    capabilityUnder(
      rules,
      context,
      mutation,
      async () => (await verdict()) ?? (owner === null ? null : await refusalForOwner(context, owner)),
    );
