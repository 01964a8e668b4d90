/** Who may ask what a credential was created with. */
import { carried, needs, needsOrOwner, type FieldRules } from '../../schema/rules';

export const derivedRules: FieldRules = {
  DerivedCredential: { credential: carried, user: carried, actor: carried, token: carried, session: carried },
  Authenticator: { createdBy: needsOrOwner('tokens:read', 'userId') },
  Token: { createdBy: needsOrOwner('tokens:read', 'userId') },
  Session: { createdBy: needsOrOwner('tokens:read', 'userId') },
  User: { createdBy: needsOrOwner('tokens:read', 'id') },
  Application: { createdBy: needs('tokens:read') },
  Invitation: { createdBy: needs('tokens:read') },
};
