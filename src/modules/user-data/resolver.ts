/** What is held about one person, in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class UserDataResolver {
  @Mutation(() => inputs.ExportUserDataPayload, {
    description:
      'Gives out everything that is held about one person, as one document; one’s own, or of a user whom you may read. It changes nothing but is an event. Errors: NOT_FOUND.',
  })
  async exportUserData(@Arg('input') input: inputs.ExportUserDataInput, @Ctx() context: Context) {
    const { value, errors } = await service.exportUserData(context, input);
    return { data: value, errors };
  }
}
