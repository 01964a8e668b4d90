/** The mutation and the fields of application versions. */
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { Application, mayManageApplication } from '../application';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { SetApplicationVersionStatusInput, SetApplicationVersionStatusPayload } from './inputs';
import { ApplicationVersionConnection, ApplicationVersionFilter, ApplicationVersionOrder } from './list';
import { mayHaveVersions } from './policy';
import { versionList } from './repository';
import { appVersionRules } from './rules';
import { setApplicationVersionStatus } from './service';

const VersionsArgs = connectionArgs(
  () => ApplicationVersionFilter,
  () => ApplicationVersionOrder,
);
const capability = capabilitiesUnder(appVersionRules);

@Resolver(() => Application)
export class AppVersionResolver {
  @Reads('id')
  @FieldResolver(() => ApplicationVersionConnection, {
    description: 'For a mobile app: the versions that installations have reported, and those whose status was set.',
  })
  versions(
    @Root() application: Shown<Application, 'id'>,
    @Args(() => VersionsArgs) args: ConnectionArgs<ApplicationVersionFilter>,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, versionList, 'CREATED_AT', args, 'application_id', application.id);
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `setApplicationVersionStatus`.' })
  viewerCanSetVersionStatus(@Root() application: Application, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'setApplicationVersionStatus',
      () => mayManageApplication(context.principal, application) ?? mayHaveVersions(application),
    );
  }

  @Mutation(() => SetApplicationVersionStatusPayload, {
    description:
      'Sets the status of a version of a mobile application. DISABLED ends the sessions, tokens and access grants of its installations at once; enabling the version again does not restore them. Errors: NOT_FOUND, INVALID_STATE, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async setApplicationVersionStatus(@Arg('input') input: SetApplicationVersionStatusInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await setApplicationVersionStatus(context, input);
    return { applicationVersion: value, revocation, errors };
  }
}
