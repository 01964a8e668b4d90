/** Folders: what the paths of users are made of. A folder exists while somebody is in it, or below it. */
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { filterText } from '../../database/filter';
import { reachable } from '../../core/authority/extent';
import { MAX_FOLDERS, users } from './repository';

@ObjectType('Folder', { simpleResolvers: true, description: 'A folder of users.' })
export class Folder {
  @Field({ description: 'Its whole path, such as `emea/sales`: also a value for `UserFilter.path`.' })
  path: string;

  @Field(() => Int, { description: 'How many users are in it or below it, of those that you may see.' })
  users: number;

  @Field(() => Int, { description: 'How many of them are in the folder itself.' })
  usersHere: number;
}

@ArgsType()
class FoldersArgs {
  @Field(() => String, { nullable: true, description: 'The folder above; the outermost ones unless given.' })
  below?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only those whose path comes after this one: where the list was cut.',
  })
  afterPath?: string | null;
}

@Resolver(() => Folder)
export class FolderResolver {
  @Query(() => [Folder], {
    description: `The folders right below one, by their paths, at most ${MAX_FOLDERS}. One that has nobody in it or below it is not there.`,
  })
  folders(@Args(() => FoldersArgs) { below, afterPath }: FoldersArgs, @Ctx() context: Context): Promise<Folder[]> {
    return users(context.database).listFolders(
      filterText('below', below ?? '', 500),
      afterPath == null ? null : filterText('afterPath', afterPath, 500),
      reachable(context.principal, 'users:read', 'x.id'),
    );
  }
}
