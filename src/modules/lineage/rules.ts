/** Who may ask where things come from. */
import { carried, createsNothing, needs, needsAll, needsOrOwner, type FieldRules } from '../../schema/rules';

export const lineageRules: FieldRules = {
  Query: {
    explainToken: needs('tokens:explain'),
    trace: needsAll('devices:read', 'sessions:read', 'tokens:read'),
  },
  Mutation: { explainToken: createsNothing(needs('tokens:explain')) },
  TokenExplanation: { token: carried, links: carried, broken: carried, createdBy: carried },
  TokenLink: { node: carried, revocation: carried },
  Trace: { token: carried, device: carried, sessions: carried, tokens: carried, derived: carried },
  TokenFamily: {
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    consent: needsOrOwner('consents:read', 'userId'),
    accessGrant: needsOrOwner('grants:read', 'userId'),
    tokens: needsOrOwner('tokens:read', 'userId'),
    revocation: carried,
  },
  Session: { tokenFamilies: needsOrOwner('tokens:read', 'userId') },
  Token: { family: carried },
};
