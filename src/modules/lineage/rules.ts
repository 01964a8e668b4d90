/** Who may ask where things come from. */
import { carried, needs, type FieldRules } from '../../schema/rules';

export const lineageRules: FieldRules = {
  Query: { explainToken: needs('tokens:explain') },
  Mutation: { explainToken: needs('tokens:explain') },
  TokenExplanation: { token: carried, links: carried, broken: carried },
  TokenLink: { node: carried, revocation: carried },
};
