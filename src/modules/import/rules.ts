/** Who may ask for what about imports. */
import { carried, needsWithin, type FieldRules } from '../../schema/rules';

const mayCreate = needsWithin('users:create');

export const importRules: FieldRules = {
  Query: { import: mayCreate, imports: mayCreate },
  Mutation: { importUsers: mayCreate },
  Import: { faults: carried, creator: carried, viewerCanImport: carried },
};
