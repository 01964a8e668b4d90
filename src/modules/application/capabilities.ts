/** The `viewerCan…` fields of an application. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import type { Refusal } from '../../schema/errors';
import { mayChangeRole, Role } from '../role';
import { Application } from './entity';
import {
  mayDeleteApplication,
  mayGiveResourceScopes,
  mayManageApplication,
  mayRotateClientSecret,
  mayRotateRegistrationToken,
} from './policy';
import { applicationRules } from './rules';
import { applicationHasDevices } from './loaders';

const underRules = capabilitiesUnder(applicationRules);

const capability = (
  context: Context,
  mutation: string,
  application: Application,
  verdict: () => Refusal | null | Promise<Refusal | null> = () => null,
): Promise<Capability> =>
  underRules(context, mutation, () => mayManageApplication(context.principal, application) ?? verdict());

@Resolver(() => Application)
export class ApplicationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateApplication`.' })
  viewerCanUpdate(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateApplication', application);
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `disableApplication`.' })
  viewerCanDisable(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'disableApplication', application);
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `enableApplication`.' })
  viewerCanEnable(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'enableApplication', application);
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `deleteApplication` without `force`.' })
  viewerCanDelete(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'deleteApplication', application, () =>
      mayDeleteApplication(application, (id) => context.load(applicationHasDevices, id)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `rotateClientSecret`.' })
  viewerCanRotateClientSecret(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'rotateClientSecret', application, () => mayRotateClientSecret(application));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `rotateRegistrationToken`.' })
  viewerCanRotateRegistrationToken(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'rotateRegistrationToken', application, () => mayRotateRegistrationToken(application));
  }
}

@Resolver(() => Role)
export class RoleScopesCapability {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `setResourceScopes` of the role.' })
  viewerCanSetResourceScopes(@Root() role: Role, @Ctx() context: Context): Promise<Capability> {
    return underRules(
      context,
      'setResourceScopes',
      () => mayChangeRole(role) ?? mayGiveResourceScopes(context.principal),
    );
  }
}
