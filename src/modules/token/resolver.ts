/** Tokens in the schema. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Application, applicationById } from '../application';
import { Consent, consentById } from '../consent';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Session, sessionOf } from '../session';
import { User, userOf } from '../user';
import { reachable } from '../../core/authority/extent';
import { createApiToken } from './api-tokens';
import { Token } from './entity';
import * as inputs from './inputs';
import { TokenConnection, TokenFilter, TokenOrder } from './list';
import { tokenList } from './repository';
import * as service from './service';
import { visibleToken } from './visible';

const TokensArgs = connectionArgs(
  () => TokenFilter,
  () => TokenOrder,
);

@Resolver(() => Token)
export class TokenResolver {
  @Query(() => Token, { nullable: true, description: 'One token; null if there is none or you may not see it.' })
  token(@Arg('id', () => ID, { description: 'The token’s id, not its value.' }) id: string, @Ctx() context: Context) {
    return visibleToken(context, id);
  }

  @Query(() => TokenConnection, {
    description: 'Tokens, ended ones included; without the permission to read tokens, only your own.',
  })
  tokens(@Args(() => TokensArgs) args: ConnectionArgs<TokenFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, tokenList, 'CREATED_AT', args, reachable(principal, 'tokens:read'));
  }

  @FieldResolver(() => User, { nullable: true, description: 'Whose token it is; null for client credentials.' })
  user(@Root() token: Token, @Ctx() context: Context) {
    return userOf(context, token.userId);
  }

  @FieldResolver(() => Application, {
    nullable: true,
    description: 'What it was issued to; null when the application is gone.',
  })
  application(@Root() token: Token, @Ctx() context: Context) {
    return context.load(applicationById, token.applicationId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device it was issued to.' })
  device(@Root() token: Token, @Ctx() context: Context) {
    return token.deviceId && context.load(deviceById, token.deviceId);
  }

  @FieldResolver(() => Session, { nullable: true, description: 'The session that issued it.' })
  session(@Root() token: Token, @Ctx() context: Context) {
    return sessionOf(context, token.sessionId);
  }

  @FieldResolver(() => Consent, { nullable: true, description: 'The consent that it rests on, while it stands.' })
  consent(@Root() token: Token, @Ctx() context: Context) {
    return token.consentId && context.load(consentById, token.consentId);
  }

  @Mutation(() => inputs.CreateApiTokenPayload, {
    description:
      'Makes an API token for a user, and shows its value this once. It is refused while the user is disabled. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE.',
  })
  async createApiToken(@Arg('input') input: inputs.CreateApiTokenInput, @Ctx() context: Context) {
    const { value, errors } = await createApiToken(context, input);
    return { token: value?.token ?? null, value: value?.value ?? null, errors };
  }

  @Mutation(() => inputs.RevokeTokensPayload, {
    description: 'Ends many tokens in one receipt. Errors: INVALID_INPUT, COUNT_MISMATCH; of one token: NOT_FOUND.',
  })
  async revokeTokens(@Arg('input') input: inputs.RevokeTokensInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeTokens(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokeTokenPayload, {
    description: 'Ends a token; a refresh token with its whole family. Errors: NOT_FOUND.',
  })
  async revokeToken(@Arg('input') input: inputs.RevokeTokenInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeToken(context, input);
    return { token: value, revocation, errors };
  }

  @Mutation(() => inputs.IntrospectTokenPayload, {
    description:
      'Asks about a token by its value, as RFC 7662 does. A mutation so that the value is never in a URL. Errors: INVALID_INPUT.',
  })
  introspectToken(@Arg('input') input: inputs.IntrospectTokenInput, @Ctx() context: Context) {
    return service.introspectToken(context, input.token);
  }
}
