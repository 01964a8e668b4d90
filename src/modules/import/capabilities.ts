/** The `viewerCan…` fields of imports. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { Import } from './entity';
import { mayDiscard, mayImport } from './policy';
import { importRules } from './rules';

const capability = capabilitiesUnder(importRules);

@Resolver(() => Import)
export class ImportCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `importUsers`.' })
  viewerCanImport(@Root() found: Import, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'importUsers', () => mayImport(found));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `discardImport`.' })
  viewerCanDiscard(@Root() found: Import, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'discardImport', () => mayDiscard(found));
  }
}
