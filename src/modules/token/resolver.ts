/** The queries, mutations and fields of tokens. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Application, applicationById } from '../application';
import { Consent, consentById } from '../consent';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Session, visibleSessionByUuid } from '../session';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { createApiToken } from './api-tokens';
import { Token } from './entity';
import * as inputs from './inputs';
import { TokenConnection, TokenFilter, TokenOrder } from './list';
import { tokenList } from './list-repository';
import * as service from './service';
import { visibleToken } from './visible';

const TokensArgs = connectionArgs(
  () => TokenFilter,
  () => TokenOrder,
  tokenList,
);

@Resolver(() => Token)
export class TokenResolver {
  @Query(() => Token, {
    nullable: true,
    description: 'A token by id; null if it does not exist or you do not have access.',
  })
  token(
    @Arg('id', () => ID, { description: 'The id of the token, not its value.' }) id: string,
    @Ctx() context: Context,
  ) {
    return visibleToken(context, id);
  }

  @Query(() => TokenConnection, {
    description: 'Tokens, including ended ones. Without the permission to read tokens, only your own.',
  })
  tokens(@Args(() => TokensArgs) args: ConnectionArgs<TokenFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, tokenList, 'CREATED_AT', args, accessCondition(principal, 'tokens:read'));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The owner of the token; null for client credentials.' })
  user(@Root() token: Shown<Token, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, token.userId);
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application it was issued to; null if the application was deleted.',
  })
  application(@Root() token: Shown<Token, 'applicationId'>, @Ctx() context: Context) {
    return context.show(applicationById, token.applicationId);
  }

  @Reads('deviceId')
  @FieldResolver(() => Device, { nullable: true, description: 'The device it was issued to.' })
  device(@Root() token: Shown<Token, 'deviceId'>, @Ctx() context: Context) {
    return token.deviceId && context.show(deviceById, token.deviceId);
  }

  @Reads('sessionId')
  @FieldResolver(() => Session, { nullable: true, description: 'The session that issued it.' })
  session(@Root() token: Shown<Token, 'sessionId'>, @Ctx() context: Context) {
    return visibleSessionByUuid(context, token.sessionId);
  }

  @Reads('consentId')
  @FieldResolver(() => Consent, {
    nullable: true,
    description: 'The consent that it was issued under, while it is active.',
  })
  consent(@Root() token: Shown<Token, 'consentId'>, @Ctx() context: Context) {
    return token.consentId && context.show(consentById, token.consentId);
  }

  @Mutation(() => inputs.CreateApiTokenPayload, {
    description:
      'Creates an API token for a user and returns its value once. The token does not work while the user is disabled. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE.',
  })
  async createApiToken(@Arg('input') input: inputs.CreateApiTokenInput, @Ctx() context: Context) {
    const { value, errors } = await createApiToken(context, input);
    return { token: value?.token ?? null, value: value?.value ?? null, errors };
  }

  @Mutation(() => inputs.RevokeTokensPayload, {
    description:
      'Ends many tokens under one receipt. Errors: INVALID_INPUT, COUNT_MISMATCH; for a single token: NOT_FOUND.',
  })
  async revokeTokens(@Arg('input') input: inputs.RevokeTokensInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeTokens(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokeTokenPayload, {
    description: 'Ends a token, and the whole family of a refresh token. Errors: NOT_FOUND.',
  })
  async revokeToken(@Arg('input') input: inputs.RevokeTokenInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeToken(context, input);
    return { token: value, revocation, errors };
  }

  @Mutation(() => inputs.IntrospectTokenPayload, {
    description:
      'Introspects a token by its value, as in RFC 7662. It is a mutation so that the value never appears in a URL. Errors: INVALID_INPUT.',
  })
  introspectToken(@Arg('input') input: inputs.IntrospectTokenInput, @Ctx() context: Context) {
    return service.introspectToken(context, input.token);
  }
}
