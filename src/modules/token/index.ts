/** Access, refresh and API tokens, and their families. */
import * as service from './service';
import * as inputs from './inputs';
import { defineModule, plannable } from '../../core/module/module';
import { TokenCapabilities, UserTokenCapabilities } from './capabilities';
import { SessionTokens, UserTokens } from './edges';
import { TokenResolver } from './resolver';
import { tokenRules } from './rules';
import { visibleToken } from './visible';
import { retention } from './retention';
import { personalData } from './personal-data';
import { RotatedRefreshToken } from './tables';
import { Token, TokenFamily } from './entity';
import { tokenFamilies } from './family-repository';
import { tokens } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import * as vocabulary from './vocabulary';
export { API_CLIENT_ID } from './api-tokens';
export { type CheckedToken, type CheckedTokenWithUser, tokenChecks } from './check-repository';
export { endFamily, endToken } from './endings';
export { Token, TokenFamily } from './entity';
export { type FamilyOrigin, familyList, familyIsLive, tokenFamilies } from './family-repository';
export { TokenConnection, TokenFamilyConnection } from './list';
export { tokenById, tokenFamilyById } from './loaders';
export { tokenLiveness, tokenList } from './list-repository';
export { type AncestorToken, type LinkedToken, type PresentedToken, tokens } from './repository';
export { FAMILY_OWNER } from './retention';
export { rotatedRefreshTokens } from './rotated-repository';
export { visibleTokenByUuid } from './visible';

export const tokenModule = defineModule({
  name: 'token',
  ...vocabulary,
  entities: [Token, TokenFamily, RotatedRefreshToken],
  resolvers: [TokenCapabilities, UserTokenCapabilities, UserTokens, SessionTokens, TokenResolver],
  rules: tokenRules,
  nodes: { Token: (context, id) => visibleToken(context, id) },
  plannable: {
    revokeToken: plannable(inputs.RevokeTokenInput, service.revokeToken),
    revokeTokens: plannable(inputs.RevokeTokensInput, service.revokeTokens),
  },
  endsWith: {
    deviceLink: { selections: (ids) => [{ kind: 'token', column: 'device_link_id', values: ids }] },
    installation: {
      selections: (ids) => [{ kind: 'token', column: 'device_id', values: ids }],
      end: async (database, ids, cause) => {
        await tokenFamilies(database).endOnDevices(ids, cause);
        await tokens(database).endOnDevices(ids, cause);
      },
    },
    user: deletedWithUser(tokens, tokenFamilies),
  },
  retention,
  personalData,
  endsDerived: {
    TOKEN_FAMILY: (database, ids, cause) => tokenFamilies(database).endDerived(ids, cause),
    TOKEN: (database, ids, cause) => tokens(database).endDerived(ids, cause),
  },
  withoutRetention: { rotated_refresh_tokens: 'with the token family' },
});
