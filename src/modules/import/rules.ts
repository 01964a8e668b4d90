/** The authorization rules of the fields about imports. */
import { carried, creates, createsNothing, needsOnSomeObject, type FieldRules } from '../../schema/rules';

const mayCreate = needsOnSomeObject('users:create');

export const importRules: FieldRules = {
  Query: { import: mayCreate, imports: mayCreate },
  Mutation: { importUsers: creates('AUTHORITY', mayCreate), discardImport: createsNothing(mayCreate) },
  Import: { faults: carried, creator: carried, viewerCanImport: carried, viewerCanDiscard: carried },
};
