/** What the caller may do to an application. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { Application } from './entity';
import { mayDeleteApplication, mayRotateClientSecret, mayRotateRegistrationToken } from './may';
import { applicationRules } from './rules';

const capability = capabilitiesUnder(applicationRules);

@Resolver(() => Application)
export class ApplicationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateApplication`.' })
  viewerCanUpdate(@Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateApplication');
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `disableApplication`.' })
  viewerCanDisable(@Ctx() context: Context): Promise<Capability> {
    return capability(context, 'disableApplication');
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `enableApplication`.' })
  viewerCanEnable(@Ctx() context: Context): Promise<Capability> {
    return capability(context, 'enableApplication');
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `deleteApplication` without `force`.' })
  viewerCanDelete(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'deleteApplication', () =>
      mayDeleteApplication(application, (id) => context.loaders.applicationHasDevices.load(id)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `rotateClientSecret`.' })
  viewerCanRotateClientSecret(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'rotateClientSecret', () => mayRotateClientSecret(application));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `rotateRegistrationToken`.' })
  viewerCanRotateRegistrationToken(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'rotateRegistrationToken', () => mayRotateRegistrationToken(application));
  }
}
