/** The queries, mutations and fields of applications. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import type { MutationResult } from '../../core/mutation/run';
import { may } from '../../core/authority/principal';
import { Application, ResourceScopes } from './entity';
import * as inputs from './inputs';
import { keysOfApplication } from './loaders';
import { ApplicationConnection, ApplicationFilter, ApplicationOrder } from './list';
import { applicationList, isUsedBy } from './repository';
import { createApplication } from './create';
import { listOf } from './resource-scopes';
import { deleteApplication } from './delete';
import * as secrets from './secrets';
import * as service from './service';
import { visibleApplication } from './visible';

const ApplicationsArgs = connectionArgs(
  () => ApplicationFilter,
  () => ApplicationOrder,
);

const issued = ({ value, errors }: MutationResult<secrets.Issued>) => ({ ...value, errors });

@Resolver(() => Application)
export class ApplicationResolver {
  @Query(() => Application, {
    nullable: true,
    description: 'An application by its id; null if it does not exist or you do not have access.',
  })
  application(@Arg('id', () => ID, { description: 'The application.' }) id: string, @Ctx() context: Context) {
    return visibleApplication(context, id);
  }

  @Query(() => ApplicationConnection, {
    description:
      'Applications. Without the permission to read applications, only those that you have given consent to or have installed on a device.',
  })
  applications(@Args(() => ApplicationsArgs) args: ConnectionArgs<ApplicationFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, applicationList, 'CREATED_AT', args, (add) =>
      may(principal, 'applications:read') ? [] : [isUsedBy(`${add(principal.userId)}::uuid`)],
    );
  }

  @Reads('resourceScopes')
  @FieldResolver(() => [ResourceScopes], {
    description:
      'The scopes that the application can request for resource servers. Administrators grant them; there are none by default.',
  })
  resourceScopes(@Root() application: Shown<Application, 'resourceScopes'>): ResourceScopes[] {
    return listOf(application.resourceScopes);
  }

  @Reads('id')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The public keys that the application authenticates with (`private_key_jwt`), as a JSON Web Key Set; null if it has none.',
  })
  async jwks(@Root() application: Shown<Application, 'id'>, @Ctx() context: Context): Promise<string | null> {
    const keys = await context.load(keysOfApplication, application.id);
    return keys.length > 0 ? JSON.stringify({ keys }) : null;
  }

  @Mutation(() => inputs.CreateApplicationPayload, {
    description: 'Registers an application. Errors: INVALID_INPUT, CONFLICT.',
  })
  async createApplication(@Arg('input') input: inputs.CreateApplicationInput, @Ctx() context: Context) {
    return issued(await createApplication(context, input));
  }

  @Mutation(() => inputs.UpdateApplicationPayload, {
    description: 'Changes an application. Errors: NOT_FOUND, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async updateApplication(@Arg('input') input: inputs.UpdateApplicationInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateApplication(context, input);
    return { application: value, errors };
  }

  @Mutation(() => inputs.DisableApplicationPayload, {
    description:
      'Disables an application. Its tokens and access grants end at once, and no new ones are issued. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async disableApplication(@Arg('input') input: inputs.DisableApplicationInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.disableApplication(context, input);
    return { application: value, revocation, errors };
  }

  @Mutation(() => inputs.EnableApplicationPayload, {
    description: 'Enables an application again. What has ended is not restored. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async enableApplication(@Arg('input') input: inputs.EnableApplicationInput, @Ctx() context: Context) {
    const { value, errors } = await service.enableApplication(context, input);
    return { application: value, errors };
  }

  @Mutation(() => inputs.DeleteApplicationPayload, {
    description:
      'Deletes an application permanently. It is refused while devices use the application, unless `force` is set. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async deleteApplication(@Arg('input') input: inputs.DeleteApplicationInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await deleteApplication(context, input);
    return { deletedApplicationId: value && encodeId('Application', value), revocation, errors };
  }

  @Mutation(() => inputs.RotateClientSecretPayload, {
    description:
      'Creates a new client secret for an application. The former secret keeps working for a while. Errors: NOT_FOUND, INVALID_STATE, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async rotateClientSecret(@Arg('input') input: inputs.RotateClientSecretInput, @Ctx() context: Context) {
    return issued(await secrets.rotateClientSecret(context, input));
  }

  @Mutation(() => inputs.RotateRegistrationTokenPayload, {
    description:
      'Creates a new registration token for a mobile application. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async rotateRegistrationToken(@Arg('input') input: inputs.RotateRegistrationTokenInput, @Ctx() context: Context) {
    return issued(await secrets.rotateRegistrationToken(context, input));
  }
}
