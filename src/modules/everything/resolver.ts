/** The mutation `revokeEverything`. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import { revokeEverything } from './service';

@Resolver()
export class EverythingResolver {
  @Mutation(() => inputs.RevokeEverythingPayload, {
    description:
      'Ends all sessions, tokens and authorization codes of all users at once, however many there are, such as after a leak of the database. Users stay active and can sign in again; passwords, authenticators, consents, devices and client secrets are kept. Ends API tokens and tokens of applications too, unless `exceptMachines`. Recovery links and sign-ins that are under way end as well. `reason` is required. Errors: INVALID_INPUT.',
  })
  async revokeEverything(@Arg('input') input: inputs.RevokeEverythingInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await revokeEverything(context, input);
    return { confirm: value?.confirm ?? null, revocation, errors };
  }
}
