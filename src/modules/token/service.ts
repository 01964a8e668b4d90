/** The mutations that end and introspect tokens. */
import type { Context } from '../../core/context/context';
import { secretHash } from '../../platform/hash';
import { decodeId, encodeId } from '../../platform/type-id';
import { enforce, invalidInput, notFound, Refusal } from '../../schema/errors';
import { applications, mayManageApplication } from '../application';
import { derivedFrom, fromToken } from '../derived';
import { principalFor } from '../../core/authority/object-permissions';
import type { Principal } from '../../core/authority/principal';
import type { Database } from '../../database/database';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, type Receipt } from '../../core/revocation/engine';
import { isRevocable } from '../../core/liveness/live';
import { earlierReceipt } from '../../core/revocation/find';
import { type BulkDefinition, endMany, lockOwners, type OperationResult } from '../../core/mutation/many';
import { endToken, endTokens } from './endings';
import type { Token } from './entity';
import type { IntrospectTokenPayload, RevokeTokenInput, RevokeTokensInput } from './inputs';
import type { TokenFilter } from './list';
import { mayRevokeToken } from './policy';
import { revocableList, tokenLiveness } from './list-repository';
import { tokens } from './repository';
import { receiptOf, hasEnded, type RevocableToken } from './revocable';
import { users } from '../user';
import { tokenById } from './loaders';

/** A token that was issued to a client itself can be ended by that client and by callers who hold its authority. */
const mayEndClientToken = async (
  database: Database,
  principal: Principal,
  { userId, deviceId, applicationId }: Token,
): Promise<ReturnType<typeof mayManageApplication>> => {
  if (userId !== null || deviceId !== null || principal.applicationId === applicationId) return null;
  const application = await applications(database).findById(applicationId);
  return application && mayManageApplication(principal, application);
};

export const revokeToken = (context: Context, input: RevokeTokenInput): Promise<MutationResult<Token | null>> =>
  runMutation(
    context,
    { action: 'revokeToken', input, reload: (database, id) => tokens(database).findById(id) },
    async (database) => {
      const id = decodeId('Token', input.tokenId);
      const found = await tokens(database).findRevocable(id);
      if (!found) throw notFound('token', 'tokenId');
      enforce(mayRevokeToken(await principalFor(database, context.principal, found.userId), found));
      enforce(await mayEndClientToken(database, context.principal, found));
      const about = { roots: fromToken(found.id), userIds: [found.userId] };
      const derived = await derivedFrom(database, context, input, about);
      if (found.userId) await lockUsers(database, [found.userId]);
      const token = await tokens(database).findRevocable(id);
      if (!token) throw notFound('token', 'tokenId');
      enforce(mayRevokeToken(await principalFor(database, context.principal, token.userId), token));
      const resultOf = async (revocation: Receipt | null) => ({
        subjectId: token.id,
        value: await tokens(database).findById(token.id),
        revocation,
      });
      if (hasEnded(token) && (derived?.isEmpty ?? true))
        return resultOf(await earlierReceipt(database, receiptOf(token)));
      const revocation = await endToken(database, context.caller, {
        action: 'revokeToken',
        token,
        additional: derived && (await derived.additional(input.reason ?? null)),
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      });
      return resultOf(revocation);
    },
  );

const TOKENS: BulkDefinition<RevocableToken, TokenFilter> = {
  type: 'Token',
  what: 'token',
  field: 'tokenIds',
  permission: 'tokens:revoke',
  list: revocableList,
  live: isRevocable(tokenLiveness),
  may: mayRevokeToken,
  hasEnded,
  lock: lockOwners,
  check: async (database, { principal }, tokens) => {
    const refused = new Map<string, Refusal>();
    for (const token of tokens.filter(({ userId }) => userId === null)) {
      const error = await mayEndClientToken(database, principal, token);
      if (error) refused.set(token.id, Object.assign(new Refusal('FORBIDDEN', error.message), { needs: error.needs }));
    }
    return refused;
  },
};

export const revokeTokens = (context: Context, input: RevokeTokensInput): Promise<MutationResult<OperationResult[]>> =>
  endMany(context, TOKENS, 'revokeTokens', input.tokenIds, input, (database, tokens) =>
    endTokens(database, context.caller, {
      action: 'revokeTokens',
      tokens,
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    }),
  );

const INACTIVE = {
  active: false,
  token: null,
  scopes: null,
  clientId: null,
  username: null,
  sub: null,
  aud: null,
  exp: null,
  iat: null,
  errors: [],
};
const MAX_TOKEN = 4_096;

/** The answer does not say whether an inactive token is unknown, expired or revoked (RFC 7662 section 2.2). */
export const introspectToken = async (context: Context, value: string): Promise<IntrospectTokenPayload> => {
  if (value.length > MAX_TOKEN)
    return {
      ...INACTIVE,
      errors: [invalidInput('token', `\`token\` must have at most ${MAX_TOKEN} characters.`).asValue()],
    };
  const found = await tokens(context.database).findLiveByHash(secretHash(value));
  const token = found && (await context.load(tokenById, found.id));
  if (!found || !token) return INACTIVE;
  const seconds = (time: Date) => Math.floor(time.getTime() / 1_000);
  return {
    active: true,
    token,
    scopes: token.scopes,
    clientId: found.clientId,
    username: found.username,
    sub: token.userId && ((await users(context.database).findSubject(token.userId)) ?? encodeId('User', token.userId)),
    aud: token.resource,
    exp: seconds(token.expiresAt),
    iat: seconds(token.createdAt),
    errors: [],
  };
};
