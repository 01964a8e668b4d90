/** Imports in the schema. */
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { badInput } from '../../schema/errors';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Actor, actorOf } from '../application';
import { Import, ImportFault } from './entity';
import { importFaults } from './fault-repository';
import * as inputs from './inputs';
import { discardImport } from './discard';
import * as service from './service';
import { ImportConnection, ImportFilter, ImportOrder } from './list';
import { importList, importScope } from './repository';
import { visibleImport } from './visible';

const ImportsArgs = connectionArgs(
  () => ImportFilter,
  () => ImportOrder,
);
const MAX_FAULTS = 1_000;

@ArgsType()
class FaultsArgs {
  @Field(() => Int, { defaultValue: 100, description: `The maximum number of faults, 1 to ${MAX_FAULTS}.` })
  limit: number;

  @Field(() => Int, { defaultValue: 0, description: 'Only faults after this line.' })
  afterLine: number;
}

@Resolver(() => Import)
export class ImportResolver {
  @Query(() => Import, {
    nullable: true,
    description: 'One import; null if it does not exist or you do not have access.',
  })
  import(@Arg('id', () => ID, { description: 'The import.' }) id: string, @Ctx() context: Context) {
    return visibleImport(context, decodeId('Import', id));
  }

  @Query(() => ImportConnection, {
    description: 'Imports: all of them, or only your own if you may create users only in some folders.',
  })
  imports(@Args(() => ImportsArgs) args: ConnectionArgs<ImportFilter>, @Ctx() context: Context) {
    return pageOf(context, importList, 'CREATED_AT', args, importScope(context.principal));
  }

  @Reads('id')
  @FieldResolver(() => [ImportFault], { description: 'The lines that were rejected, and why, by line.' })
  faults(
    @Root() { id }: Shown<Import, 'id'>,
    @Args(() => FaultsArgs) { limit, afterLine }: FaultsArgs,
    @Ctx() context: Context,
  ) {
    if (limit < 1 || limit > MAX_FAULTS) throw badInput(`\`limit\` must be from 1 to ${MAX_FAULTS}.`, ['limit']);
    return importFaults(context.database).listOf(id, { afterLine, limit });
  }

  @Reads('createdByUserId', 'createdByApplicationId')
  @FieldResolver(() => Actor, { nullable: true, description: 'The user or application that uploaded it.' })
  creator(
    @Root() { createdByUserId, createdByApplicationId }: Shown<Import, 'createdByUserId' | 'createdByApplicationId'>,
    @Ctx() context: Context,
  ) {
    return actorOf(context, { actorUserId: createdByUserId, actorApplicationId: createdByApplicationId });
  }

  @Mutation(() => inputs.ImportUsersPayload, {
    description:
      'Creates or changes the users of a file that was uploaded to `POST /imports`, in the background and on behalf of the caller, or resumes an import that was STOPPED. The import stops if the caller may no longer create or change its users; see `heldUpReason`. Lines that cannot be imported are rejected, and the import continues. Errors: NOT_FOUND, INVALID_STATE, FORBIDDEN, MAIL_UNAVAILABLE.',
  })
  async importUsers(@Arg('input') input: inputs.ImportUsersInput, @Ctx() context: Context) {
    const { value, errors } = await service.importUsers(context, input);
    return { import: value, errors };
  }

  @Mutation(() => inputs.DiscardImportPayload, {
    description:
      'Discards an upload that was not started. Its lines and faults are deleted immediately. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async discardImport(@Arg('input') input: inputs.DiscardImportInput, @Ctx() context: Context) {
    const { value, errors } = await discardImport(context, input);
    return { discardedImportId: value && encodeId('Import', value), errors };
  }
}
