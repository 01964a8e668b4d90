/** Query and mutation of the settings. */
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { SettingsObject, UpdateSettingsInput, UpdateSettingsPayload } from './schema';
import * as service from './service';

@Resolver(() => SettingsObject)
export class SettingResolver {
  @Query(() => SettingsObject, { description: 'The settings of the service.' })
  settings(@Ctx() context: Context): Promise<SettingsObject> {
    return service.readAllSettings(context.database);
  }

  @Mutation(() => UpdateSettingsPayload, {
    description:
      'Changes settings. Sessions and tokens that already exist keep their lifetimes. Errors: INVALID_INPUT, VERSION_CONFLICT.',
  })
  async updateSettings(@Arg('input', () => UpdateSettingsInput) input: UpdateSettingsInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateSettings(context, input);
    return { settings: value, errors };
  }
}
