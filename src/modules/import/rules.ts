/** The authorization rules of the fields about imports. */
import { carried, creates, needsOnSomeObject, type FieldRules } from '../../schema/rules';

const mayCreate = needsOnSomeObject('users:create');

export const importRules: FieldRules = {
  Query: { import: mayCreate, imports: mayCreate },
  Mutation: { importUsers: creates('ACCOUNT', mayCreate) },
  Import: { faults: carried, creator: carried, viewerCanImport: carried },
};
