/** Access rules of receipts. */
import { carried, needsOrOwnRows, type FieldRules } from '../../schema/rules';

export const revocationRules: FieldRules = {
  OperationResult: { errors: carried },
  Query: { revocation: needsOrOwnRows('revocations:read'), revocations: needsOrOwnRows('revocations:read') },
  Revocation: {
    actor: carried,
    impersonator: carried,
    user: carried,
    target: carried,
    counts: carried,
    items: carried,
    residual: carried,
  },
  Residual: { tokens: carried },
  ResidualToken: { application: carried },
  RevocationItem: { object: carried, user: carried },
  Session: { revocation: carried },
  Token: { revocation: carried },
  TokenFamily: { revocation: carried },
  TokenLink: { revocation: carried },
  AccessGrant: { revocation: carried },
  Consent: { revocation: carried },
  Event: { revocation: carried },
};
