/** Creating API tokens. The value is shown once. A token can do no more than its user, and grants no more than its creator holds. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import { enforce, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { isPermission, OBJECT_PERMISSIONS, type Permission } from '../../schema/permissions';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { findHeldPermissions } from '../../core/authority/held-roles';
import { isMorePrivileged, requirePermissions } from '../../core/authority/rights';
import { readSetting } from '../../core/setting/settings';
import { checkLabel, requireUser, type User } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { type HeldPermissions, type Principal, rightsOf } from '../../core/authority/principal';
import type { Token } from './entity';
import type { CreateApiTokenInput } from './inputs';
import { mayCreateApiToken } from './policy';
import { tokens } from './repository';

/** The `client_id` of the application that API tokens are issued to. Disabling it ends them all. As a public client it lets a token's holder revoke it (RFC 7009). */
export const API_CLIENT_ID = 'api-tokens';

/** The value is returned next to the token, never as part of it. */
export interface IssuedToken {
  token: Token;
  value: string | null;
}

const withoutValue = async (database: Database, id: string | null): Promise<IssuedToken | null> => {
  const token = await tokens(database).findById(id);
  return token && { token, value: null };
};

const requireOwner = async (database: Database, context: Context, publicId: string): Promise<User> => {
  const { principal } = context;
  const user = await requireUser(database, context, 'tokens:create', publicId);
  const more = () => isMorePrivileged(database, principal, user.id);
  enforce(await mayCreateApiToken(await principalFor(database, principal, user.id), user, more));
  return user;
};

const MAX_SCOPES = 100;

/** A permission scope needs a permission that the user holds, at least on some objects. */
const checkScopes = (scopes: string[], held: HeldPermissions[]): void => {
  if (scopes.length === 0) throw invalidInput('scopes', '`scopes` must name at least one scope.');
  if (scopes.length > MAX_SCOPES) throw invalidInput('scopes', `\`scopes\` must have at most ${MAX_SCOPES} entries.`);
  const invalid = scopes.findIndex((scope) => scope !== 'self' && scope !== 'admin' && !isPermission(scope));
  if (invalid >= 0)
    throw invalidInput(
      'scopes',
      `\`scopes[${invalid}]\` is not a valid scope. Use \`self\`, \`admin\` or a permission.`,
    );
  const holds = (permission: Permission) =>
    held.some(
      ({ permissions, on }) => permissions.includes(permission) && (on === null || OBJECT_PERMISSIONS.has(permission)),
    );
  const excess = scopes.findIndex((scope) => isPermission(scope) && !holds(scope));
  if (excess >= 0) throw invalidInput('scopes', `The user does not hold the permission in \`scopes[${excess}]\`.`);
};

/** A token for the caller's own account must not exceed the token of the request. */
const requireScopesHeldByUser = async (
  database: Database,
  principal: Principal,
  scopes: string[],
  held: HeldPermissions[],
) => {
  const ofOwn = scopes.includes('self') || scopes.includes('admin');
  if (ofOwn && !principal.ownsRows) throw forbiddenFor('the scope self');
  const { permissions, scoped } = rightsOf(scopes, held);
  for (const given of [{ permissions, on: null }, ...scoped])
    await requirePermissions(
      database,
      principal,
      { permissions: [...given.permissions], on: given.on },
      'the API token',
    );
};

const SECOND = 1_000;

const checkExpiry = async (database: Database, { clock }: Context, expiresAt: Date): Promise<void> => {
  const seconds = (expiresAt.getTime() - clock.now().getTime()) / SECOND;
  if (seconds <= 0) throw invalidInput('expiresAt', '`expiresAt` must be in the future.');
  const maximum = await readSetting(database, 'tokens.apiMaximumLifetime');
  if (seconds > maximum)
    throw invalidInput(
      'expiresAt',
      `\`expiresAt\` must be at most ${maximum} seconds from now, the setting \`tokensApiMaximumLifetime\`.`,
    );
};

const MAX_TOKENS = 100;

const checkTokenCount = async (database: Database, userId: string): Promise<void> => {
  if ((await tokens(database).countApiTokens(userId)) >= MAX_TOKENS)
    throw new Refusal(
      'INVALID_STATE',
      `A user can have at most ${MAX_TOKENS} API tokens. Revoke one that is no longer needed.`,
      ['input', 'userId'],
    );
};

export const createApiToken = (context: Context, input: CreateApiTokenInput): Promise<MutationResult<IssuedToken>> =>
  runMutation(context, { action: 'createApiToken', input, reload: withoutValue }, async (database) => {
    const { principal } = context;
    const { name, expiresAt, reason = null } = input;
    const user = await requireOwner(database, context, input.userId);
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    checkLabel('name', name, 100);
    const held = await findHeldPermissions(database, user.id);
    const scopes = [...new Set(input.scopes)];
    checkScopes(scopes, held);
    if (principal.userId === user.id) await requireScopesHeldByUser(database, principal, scopes, held);
    await checkExpiry(database, context, expiresAt);
    await checkTokenCount(database, user.id);

    const [id, value] = [newId(), newSecret('cst_api')];
    const inserted = await tokens(database).addApiToken({
      ...{ id, name, scopes, expiresAt, hash: secretHash(value) },
      ...{ userId: user.id, accountId: encodeId('User', user.id), clientId: API_CLIENT_ID },
    });
    if (!inserted)
      throw new Refusal('INVALID_STATE', 'API tokens are disabled, because their application is disabled.');
    await recordDerived(database, context.caller, [{ kind: 'API_TOKEN', id, userId: user.id }]);
    const token = (await tokens(database).findById(id))!;
    const details = { kind: 'API', tokenId: encodeId('Token', id), name, scopes, expiresAt: expiresAt.toISOString() };
    await recordEvents(database, context.caller, [
      { type: 'TOKEN_ISSUED', userId: user.id, applicationId: token.applicationId, reason, details },
    ]);
    return { subjectId: id, value: { token, value } };
  });
