/** The `viewerCanConfirm` field. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { mayConfirmUser } from './policy';
import { registrationRules } from './rules';

const capability = capabilitiesUnder(registrationRules);

@Resolver(() => User)
export class RegistrationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `confirmUser`.' })
  viewerCanConfirm(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'confirmUser',
      async () => mayConfirmUser(await context.principalFor(user.id), user),
      user,
    );
  }
}
