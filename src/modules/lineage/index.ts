/** The origin of tokens, and what was created with them. */
import { defineModule } from '../../core/module/module';
import {
  DerivedCredentialResolver,
  AuthenticatorOrigin,
  TokenOrigin,
  SessionOrigin,
  ApplicationOrigin,
  UserOrigin,
  InvitationOrigin,
} from './derived-resolver';
import {
  TokenLinkResolver,
  TraceResolver,
  TokenExplanationResolver,
  TokenFamilyResolver,
  SessionLineageResolver,
  TokenLineageResolver,
} from './resolver';
import { lineageRules } from './rules';
import { visibleFamilyByUuid } from './visible';
import * as vocabulary from './vocabulary';

export { TokenLink } from './explanation';

export const lineageModule = defineModule({
  name: 'lineage',
  ...vocabulary,
  resolvers: [
    DerivedCredentialResolver,
    AuthenticatorOrigin,
    TokenOrigin,
    SessionOrigin,
    ApplicationOrigin,
    UserOrigin,
    InvitationOrigin,
    TokenLinkResolver,
    TraceResolver,
    TokenExplanationResolver,
    TokenFamilyResolver,
    SessionLineageResolver,
    TokenLineageResolver,
  ],
  rules: lineageRules,
  nodes: { TokenFamily: (context, _id, uuid) => visibleFamilyByUuid(context, uuid) },
});
