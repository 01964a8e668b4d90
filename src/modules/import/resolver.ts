/** Imports in the schema. */
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { badInput } from '../../schema/errors';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Actor, actorOf } from '../application';
import { Import, ImportFault } from './entity';
import { importFaults } from './fault-repository';
import * as inputs from './inputs';
import * as service from './service';
import { ImportConnection, ImportFilter, ImportOrder } from './list';
import { importList, importScope } from './repository';
import { importOf } from './visible';

const ImportsArgs = connectionArgs(
  () => ImportFilter,
  () => ImportOrder,
);
const MOST_FAULTS = 1_000;

@ArgsType()
class FaultsArgs {
  @Field(() => Int, { defaultValue: 100, description: `How many, 1 to ${MOST_FAULTS}.` })
  limit: number;

  @Field(() => Int, { defaultValue: 0, description: 'Only those after this line.' })
  afterLine: number;
}

@Resolver(() => Import)
export class ImportResolver {
  @Query(() => Import, {
    nullable: true,
    description: 'An import and how far it has come; null if you may not see it.',
  })
  import(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: Context) {
    return importOf(context, decodeId('Import', id));
  }

  @Query(() => ImportConnection, {
    description: 'Imports: all of them, or those of your own where you may create users in a part only.',
  })
  imports(@Args(() => ImportsArgs) args: ConnectionArgs<ImportFilter>, @Ctx() context: Context) {
    return pageOf(context, importList, 'CREATED_AT', args, importScope(context.principal));
  }

  @FieldResolver(() => [ImportFault], { description: 'The lines that were refused, and why, by line.' })
  faults(@Root() { id }: Import, @Args(() => FaultsArgs) { limit, afterLine }: FaultsArgs, @Ctx() context: Context) {
    if (limit < 1 || limit > MOST_FAULTS) throw badInput(`\`limit\` must be from 1 to ${MOST_FAULTS}.`);
    return importFaults(context.database).listOf(id, { afterLine, limit });
  }

  @FieldResolver(() => Actor, { nullable: true, description: 'Who uploaded it.' })
  creator(@Root() { createdByUserId, createdByApplicationId }: Import, @Ctx() context: Context) {
    return actorOf(context, { actorUserId: createdByUserId, actorApplicationId: createdByApplicationId });
  }

  @Mutation(() => inputs.ImportUsersPayload, {
    description:
      'Creates the users of a file that was uploaded to `POST /imports`, in the background and in the name of the caller, or goes on with one that was STOPPED. It stops where the caller could no longer create them; see `heldUpReason`. A line that cannot be is refused, and the others go on. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async importUsers(@Arg('input') input: inputs.ImportUsersInput, @Ctx() context: Context) {
    const { value, errors } = await service.importUsers(context, input);
    return { import: value, errors };
  }
}
