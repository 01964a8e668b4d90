/** The `viewerCanUpdate` field of the settings. */
import { Ctx, FieldResolver, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { settingRules } from './rules';
import { SettingsObject } from './schema';

const capability = capabilitiesUnder(settingRules);

@Resolver(() => SettingsObject)
export class SettingCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateSettings`.' })
  viewerCanUpdate(@Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateSettings');
  }
}
