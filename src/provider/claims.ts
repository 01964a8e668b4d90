/** The claims about a user: those of the scopes, and those that the application has beyond them. Each is read when it is asked for. */
import type { AccountClaims } from 'oidc-provider';
import type { Database } from '../database/database';
import { type ApplicationClaim, attributeScopes } from '../modules/application';
import { groups } from '../modules/group';
import { roles } from '../modules/role';
import { type UserAccount, users } from '../modules/user';
import { attributeScope } from '../schema/scopes';
import { accountIdOf } from './account-id';

/** Where the claims of the application are carried, apart from those that the library selects from. */
export const APPLICATION_CLAIMS = Symbol('claims of the application');

/** The `sub`: the library sets its own, the id of the account. */
export const SUBJECT = Symbol('subject');

export interface ClaimsOfAccount extends AccountClaims {
  [SUBJECT]?: string;
  [APPLICATION_CLAIMS]?: Record<string, Pick<ApplicationClaim, 'scope' | 'idToken'> & { value: unknown }>;
}

export interface ClaimsRequest {
  user: UserAccount;
  /** Of the application. */
  claims: readonly ApplicationClaim[];
  /** The scopes that count. */
  granted: readonly string[];
  /** All scopes of the authorization. */
  consented: readonly string[];
}

export const claimsOf = async (database: Database, request: ClaimsRequest): Promise<ClaimsOfAccount> => {
  const { user, granted, consented } = request;
  const claims = request.claims.filter(
    ({ scope, attribute }) =>
      granted.includes(scope) && (attribute === null || consented.includes(attributeScope(attribute))),
  );
  const attributes = attributeScopes(claims, granted).length > 0 ? await users(database).findAttributes(user.id) : {};
  const values = {
    USERNAME: user.username,
    NAME: user.name,
    EMAIL: user.email,
    EMAIL_VERIFIED: user.email === null ? null : user.emailVerified,
    GROUPS: granted.includes('groups') ? await groups(database).listNamesOf(user.id) : null,
    ROLES: granted.includes('roles') ? await roles(database).listNamesHeldGloballyBy(user.id) : null,
  };
  const valueOf = ({ source, attribute }: ApplicationClaim): unknown =>
    source !== 'ATTRIBUTE' ? values[source] : Object.hasOwn(attributes, attribute!) ? attributes[attribute!] : null;
  const own = claims
    .map((claim) => ({ ...claim, value: valueOf(claim) }))
    .filter(({ value }) => value !== null)
    .map(({ name, scope, idToken, value }) => [name, { scope, idToken, value }] as const);
  const sub = user.subject ?? accountIdOf(user.id);
  return {
    sub,
    [SUBJECT]: sub,
    preferred_username: user.username,
    ...(user.name === null ? {} : { name: user.name }),
    ...(user.email === null ? {} : { email: user.email, email_verified: user.emailVerified }),
    ...(values.GROUPS && { groups: values.GROUPS }),
    ...(values.ROLES && { roles: values.ROLES }),
    updated_at: Math.floor(user.updatedAt.getTime() / 1000),
    [APPLICATION_CLAIMS]: Object.fromEntries(own),
  };
};
