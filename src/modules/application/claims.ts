/** The claims that an application gets about its users: which names and sources they can have. */
import type { ApplicationKind, ClaimSource } from '../../schema/enums';
import { invalidInput } from '../../schema/errors';
import { attributeScope } from '../../schema/scopes';
import { isStorable } from '../user';
import { signsUsersIn } from './checks';
import type { ApplicationClaim } from './entity';
import type { ApplicationClaimInput } from './settings-input';

const MAX_CLAIMS = 50;
const MAX_ATTRIBUTE_NAME = 200;
const NAME = /^[A-Za-z][\x21-\x7E]{0,199}$/;

/** Claims by which a client checks a token, or whose value is fixed by a standard; and a name that the library cannot handle. */
const PROTOCOL_CLAIMS = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'nonce', 'auth_time', 'acr', 'amr', 'azp', 'sid', 'sub_jwk'],
  ...['sub_id', 'verified_claims', 'constructor'],
  ...['at_hash', 'c_hash', 's_hash', 'rt_hash', 'urn:openid:params:jwt:claim:auth_req_id', 'events', 'toe', 'txn'],
  ...['cnf', 'act', 'may_act', 'client_id', 'scope', 'active', 'token_type', 'authorization_details', 'updated_at'],
  ...['_claim_names', '_claim_sources'],
]);

/** Claims that scopes give too: an application gets them with no other value. */
const STANDARD_CLAIMS: Partial<Record<string, ClaimSource>> = {
  preferred_username: 'USERNAME',
  name: 'NAME',
  email: 'EMAIL',
  email_verified: 'EMAIL_VERIFIED',
  groups: 'GROUPS',
  roles: 'ROLES',
};

/** The scope that gives the application the claim, unless another is chosen for an attribute. */
const SCOPES: Record<ClaimSource, string> = {
  ATTRIBUTE: 'profile',
  USERNAME: 'profile',
  NAME: 'profile',
  EMAIL: 'email',
  EMAIL_VERIFIED: 'email',
  GROUPS: 'groups',
  ROLES: 'roles',
};

const refuse = (message: string): never => {
  throw invalidInput('claims', message);
};

const checkName = (at: string, name: string, source: ClaimSource): void => {
  if (!NAME.test(name))
    refuse(`${at}: \`name\` must be 1 to 200 printable ASCII characters without spaces, and start with a letter.`);
  if (PROTOCOL_CLAIMS.has(name)) refuse(`${at}: the claim \`${name}\` is reserved. Choose another name.`);
  const standard = Object.hasOwn(STANDARD_CLAIMS, name) ? STANDARD_CLAIMS[name] : undefined;
  if (standard && standard !== source) refuse(`${at}: the claim \`${name}\` can only have the source ${standard}.`);
};

const checkedClaim = (input: ApplicationClaimInput, i: number): ApplicationClaim => {
  const { name, source } = input;
  const at = `\`claims[${i}]\``;
  const attribute = input.attribute ?? null;
  checkName(at, name, source);
  if ((source === 'ATTRIBUTE') !== (attribute !== null))
    refuse(`${at}: \`attribute\` names the attribute of a claim with the source ATTRIBUTE, and only of such a claim.`);
  if (attribute !== null && (attribute === '' || attribute.length > MAX_ATTRIBUTE_NAME || !isStorable(attribute)))
    refuse(`${at}: \`attribute\` must have 1 to ${MAX_ATTRIBUTE_NAME} characters.`);
  const scope = input.scope ?? SCOPES[source];
  const scopes = source === 'ATTRIBUTE' ? [...new Set(Object.values(SCOPES))] : [SCOPES[source]];
  if (!scopes.includes(scope)) refuse(`${at}: \`scope\` must be ${scopes.join(', ')}.`);
  return { name, source, attribute, scope, idToken: input.idToken ?? false };
};

export const checkedClaims = (claims: ApplicationClaimInput[], kind: ApplicationKind): ApplicationClaim[] => {
  if (claims.length > 0 && !signsUsersIn(kind))
    refuse(`An application of kind ${kind} does not sign users in and has no \`claims\`.`);
  if (claims.length > MAX_CLAIMS) refuse(`\`claims\` must have at most ${MAX_CLAIMS} entries.`);
  const checked = claims.map(checkedClaim);
  const repeated = checked.findIndex(({ name }, i) => checked.findIndex((other) => other.name === name) < i);
  if (repeated >= 0) refuse(`\`claims[${repeated}]\`: another entry has the same name.`);
  return checked;
};

/** What these scopes make the application learn of attributes, as consents record it. */
export const attributeScopes = (claims: ApplicationClaim[], scopes: Iterable<string>): string[] => {
  const granted = new Set(scopes);
  const learned = claims.filter(({ attribute, scope }) => attribute !== null && granted.has(scope));
  return [...new Set(learned.map(({ attribute }) => attributeScope(attribute!)))];
};
