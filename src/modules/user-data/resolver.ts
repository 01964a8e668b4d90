/** The mutation `exportUserData`. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class UserDataResolver {
  @Mutation(() => inputs.ExportUserDataPayload, {
    description:
      'Exports all personal data of a user as one document: your own, or that of a user you may read. Changes nothing, but is recorded as an event. Errors: NOT_FOUND.',
  })
  async exportUserData(@Arg('input') input: inputs.ExportUserDataInput, @Ctx() context: Context) {
    const { value, errors } = await service.exportUserData(context, input);
    return { data: value, errors };
  }
}
