/** Folders, derived from the paths of users. A folder exists while it or a folder below it contains a user. */
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { filterText } from '../../database/filter';
import { accessCondition } from '../../core/authority/object-permissions';
import { MAX_FOLDERS, users } from './repository';

@ObjectType('Folder', { simpleResolvers: true, description: 'A folder of users.' })
export class Folder {
  @Field({ description: 'The full path, such as `emea/sales`. Can be used as `UserFilter.path`.' })
  path: string;

  @Field(() => Int, { description: 'The number of users in the folder or below it that you have access to.' })
  users: number;

  @Field(() => Int, { description: 'The number of those users in the folder itself.' })
  usersHere: number;
}

@ArgsType()
class FoldersArgs {
  @Field(() => String, { nullable: true, description: 'The parent folder. Defaults to the top level.' })
  below?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Return only folders whose path comes after this one. Use it to continue a truncated list.',
  })
  afterPath?: string | null;
}

@Resolver(() => Folder)
export class FolderResolver {
  @Query(() => [Folder], {
    description: `The direct subfolders of a folder, ordered by path, at most ${MAX_FOLDERS}. Folders without users are not listed.`,
  })
  folders(@Args(() => FoldersArgs) { below, afterPath }: FoldersArgs, @Ctx() context: Context): Promise<Folder[]> {
    return users(context.database).listFolders(
      filterText('below', below ?? '', 500, ['below']),
      afterPath == null ? null : filterText('afterPath', afterPath, 500, ['afterPath']),
      accessCondition(context.principal, 'users:read', 'x.id'),
    );
  }
}
