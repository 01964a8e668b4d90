/** Access, refresh and API tokens, and the families that they belong to. */
import { defineModule, plannable } from '../../core/module/module';
import { TokenCapabilities, UserTokenCapabilities } from './capabilities';
import { UserTokens, SessionTokens } from './edges';
import { TokenResolver } from './resolver';
import { tokenRules } from './rules';
import { visibleToken } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { retention } from './retention';
import { personalData } from './personal-data';
import { RotatedRefreshToken } from './tables';
import { Token } from './entity';
import { TokenFamily } from './family';

export { API_CLIENT_ID } from './api-tokens';
export { endFamily, endToken } from './endings';
export { tokenFamilies } from './family-repository';
export { type AncestorToken, type PresentedToken, tokens } from './repository';
export { Token } from './entity';
export { familyList, TokenFamily, TokenFamilyConnection } from './family';
export { tokenColumns, TokenConnection, tokenFrom, tokenLife, tokenList } from './list';
export { tokenById, tokenFamilyById } from './loaders';
export { FAMILY } from './retention';
export { tokenOf } from './visible';

export const tokenModule = defineModule({
  name: 'token',
  entities: [Token, TokenFamily, RotatedRefreshToken],
  resolvers: [TokenCapabilities, UserTokenCapabilities, UserTokens, SessionTokens, TokenResolver],
  rules: tokenRules,
  nodes: { Token: (context, id) => visibleToken(context, id) },
  plannable: {
    revokeToken: plannable(inputs.RevokeTokenInput, service.revokeToken),
    revokeTokens: plannable(inputs.RevokeTokensInput, service.revokeTokens),
  },
  endsWith: { deviceLink: { selections: (ids) => [{ kind: 'token', column: 'device_link_id', values: ids }] } },
  retention,
  personalData,
});
