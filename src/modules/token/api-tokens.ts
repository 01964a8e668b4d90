/** The rules of making API tokens: the value is shown once, and what one may do is bounded by its user and by whoever makes it. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import { enforce, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { isPermission, ON_OBJECTS, type Permission } from '../../schema/permissions';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { findHeld } from '../../core/authority/held-roles';
import { holdsMore, mustHold } from '../../core/authority/rights';
import { readSetting } from '../../core/setting/settings';
import { checkLabel, requireUser, type User } from '../user';
import { principalFor } from '../../core/authority/extent';
import { type Held, type Principal, rightsOf } from '../../core/authority/principal';
import type { Token } from './entity';
import type { CreateApiTokenInput } from './inputs';
import { mayCreateApiToken } from './policy';
import { tokens } from './repository';

/** What API tokens are issued to: disabling it ends them all. Whoever holds one can end it there (RFC 7009), as a public client. */
export const API_CLIENT_ID = 'api-tokens';

/** The value travels beside the token, never in it. */
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
  const more = () => holdsMore(database, principal, user.id);
  enforce(await mayCreateApiToken(await principalFor(database, principal, user.id), user, more));
  return user;
};

const MOST_SCOPES = 100;

/** Scopes that the user holds what they stand for of, if only on some objects. */
const checkScopes = (scopes: string[], held: Held[]): void => {
  if (scopes.length === 0) throw invalidInput('scopes', '`scopes` must name at least one scope.');
  if (scopes.length > MOST_SCOPES) throw invalidInput('scopes', `\`scopes\` must have at most ${MOST_SCOPES} entries.`);
  const wrong = scopes.findIndex((scope) => scope !== 'self' && scope !== 'admin' && !isPermission(scope));
  if (wrong >= 0)
    throw invalidInput(
      'scopes',
      `\`scopes[${wrong}]\` is not a scope that an API token can have: \`self\`, \`admin\` or a permission.`,
    );
  const holds = (permission: Permission) =>
    held.some(({ permissions, on }) => permissions.includes(permission) && (on === null || ON_OBJECTS.has(permission)));
  const excess = scopes.findIndex((scope) => isPermission(scope) && !holds(scope));
  if (excess >= 0) throw invalidInput('scopes', `\`scopes[${excess}]\` is a permission that the user does not hold.`);
};

/** Of one's own account a token that may do more than the one that asks would be a way around what that was given. */
const mustHoldScopes = async (database: Database, principal: Principal, scopes: string[], held: Held[]) => {
  const ofOwn = scopes.includes('self') || scopes.includes('admin');
  if (ofOwn && !principal.ownsRows) throw forbiddenFor('the scope self');
  const { permissions, scoped } = rightsOf(scopes, held);
  for (const given of [{ permissions, on: null }, ...scoped])
    await mustHold(database, principal, { permissions: [...given.permissions], on: given.on }, 'the API token');
};

const SECOND = 1_000;

const checkExpiry = async (database: Database, { clock }: Context, expiresAt: Date): Promise<void> => {
  const seconds = (expiresAt.getTime() - clock.now().getTime()) / SECOND;
  if (seconds <= 0) throw invalidInput('expiresAt', '`expiresAt` must be in the future.');
  const most = await readSetting(database, 'tokens.apiMaximumLifetime');
  if (seconds > most)
    throw invalidInput(
      'expiresAt',
      `\`expiresAt\` must be at most ${most} seconds from now, which is the setting \`tokensApiMaximumLifetime\`.`,
    );
};

const MOST_TOKENS = 100;

const checkNumber = async (database: Database, userId: string): Promise<void> => {
  if ((await tokens(database).countApiTokens(userId)) >= MOST_TOKENS)
    throw new Refusal('INVALID_STATE', `A user has at most ${MOST_TOKENS} API tokens; revoke one that is not needed.`, [
      'input',
      'userId',
    ]);
};

export const createApiToken = (context: Context, input: CreateApiTokenInput): Promise<MutationResult<IssuedToken>> =>
  runMutation(context, { action: 'createApiToken', input, reload: withoutValue }, async (database) => {
    const { principal } = context;
    const { name, expiresAt, reason = null } = input;
    const user = await requireOwner(database, context, input.userId);
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    checkLabel('name', name, 100);
    const held = await findHeld(database, user.id);
    const scopes = [...new Set(input.scopes)];
    checkScopes(scopes, held);
    if (principal.userId === user.id) await mustHoldScopes(database, principal, scopes, held);
    await checkExpiry(database, context, expiresAt);
    await checkNumber(database, user.id);

    const [id, value] = [newId(), newSecret('cst_api')];
    const inserted = await tokens(database).addApiToken({
      ...{ id, name, scopes, expiresAt, hash: secretHash(value) },
      ...{ userId: user.id, accountId: encodeId('User', user.id), clientId: API_CLIENT_ID },
    });
    if (!inserted) throw new Refusal('INVALID_STATE', 'The application of API tokens is disabled: there can be none.');
    await recordDerived(database, context.caller, [{ kind: 'API_TOKEN', id, userId: user.id }]);
    const token = (await tokens(database).findById(id))!;
    const details = { kind: 'API', tokenId: encodeId('Token', id), name, scopes, expiresAt: expiresAt.toISOString() };
    await recordEvents(database, context.caller, [
      { type: 'TOKEN_ISSUED', userId: user.id, applicationId: token.applicationId, reason, details },
    ]);
    return { subjectId: id, value: { token, value } };
  });
