/** The answers of `viewerCan…` fields: the checks of the mutation itself, and that the caller may touch the user behind the object. */
import { asMuchForbidden } from '../../core/authority/rights';
import { type Context, holdsMoreThanCaller } from '../../core/context/context';
import { type Capability, capabilityUnder, type Verdict } from '../../schema/capability';
import { untouchable } from '../../schema/errors';
import type { FieldRules } from '../../schema/rules';
import type { User } from './entity';
import { userById } from './loaders';

/** A user, or the id of one. */
type Owner = string | Pick<User, 'id' | 'type'>;

/** The refusal of every change to an account of the service itself, and to a user who holds more than the caller. */
const refusalForOwner = async (context: Context, owner: Owner): Promise<Verdict> => {
  const user = typeof owner === 'string' ? await context.load(userById, owner) : owner;
  if (user?.type === 'INTERNAL_SERVICE_ACCOUNT') return untouchable();
  return user && (await context.load(holdsMoreThanCaller, user.id)) ? asMuchForbidden() : null;
};

/** Answers for the mutations of a module, whose rules these are. `owner` is the user whose object it is. */
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
