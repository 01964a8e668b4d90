/** Access rules of lineage. */
import { carried, createsNothing, needs, needsAll, needsOrOwner, type FieldRules } from '../../schema/rules';

export const lineageRules: FieldRules = {
  Query: {
    explainToken: needs('tokens:explain'),
    trace: needsAll('devices:read', 'sessions:read', 'tokens:read'),
  },
  Mutation: { explainToken: createsNothing(needs('tokens:explain')) },
  TokenExplanation: { token: carried, links: carried, broken: carried, createdBy: carried },
  TokenLink: { node: carried },
  Trace: { token: carried, device: carried, sessions: carried, tokens: carried, derived: carried },
  TokenFamily: {
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    consent: needsOrOwner('consents:read', 'userId'),
    accessGrant: needsOrOwner('grants:read', 'userId'),
    tokens: needsOrOwner('tokens:read', 'userId'),
  },
  DerivedCredential: { credential: carried, user: carried, actor: carried, token: carried, session: carried },
  Authenticator: { createdBy: needsOrOwner('tokens:read', 'userId') },
  Session: {
    tokenFamilies: needsOrOwner('tokens:read', 'userId'),
    createdBy: needsOrOwner('tokens:read', 'userId'),
  },
  Token: { family: carried, createdBy: needsOrOwner('tokens:read', 'userId') },
  User: { createdBy: needsOrOwner('tokens:read', 'id') },
  Application: { createdBy: needs('tokens:read') },
  Invitation: { createdBy: needs('tokens:read') },
};
