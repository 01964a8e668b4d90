/** GraphQL queries and fields about the origin and the state of tokens. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { Node } from '../../schema/node';
import { PageArgs } from '../../schema/page';
import { AccessGrant, accessGrantOfFamily } from '../access-grant';
import { Application, applicationById } from '../application';
import { Consent, consentInAnyState } from '../consent';
import { Device, deviceById } from '../device';
import { pagesOf } from '../../core/context/lists';
import { nodeOf } from '../../core/context/node';
import { Session, SessionConnection, visibleSessionByUuid } from '../session';
import { familyList, Token, TokenConnection, TokenFamily, TokenFamilyConnection, tokenList } from '../token';
import { User, visibleUserByUuid } from '../user';
import { explainById, explainByValue } from './explain';
import { TokenExplanation, TokenLink, typeOf } from './explanation';
import * as inputs from './inputs';
import { DerivedCredential, DerivedCredentialConnection } from '../derived';
import { derivedOf, sessionsOf, tokensOf, Trace, trace, TraceBy } from './trace';
import { visibleFamilyByUuid } from './visible';
import { originsOfCredential } from './loaders';

@Resolver(() => TokenLink)
export class TokenLinkResolver {
  @Query(() => TokenExplanation, {
    nullable: true,
    description:
      'Why a token is live or dead: every condition, since when it has not held, why and by which receipt. Null if there is no such token. If you only have its value, call the mutation `explainToken`.',
  })
  explainToken(
    @Arg('id', () => ID, { description: 'The token’s id, not its value.' }) publicId: string,
    @Ctx() { database }: Context,
  ): Promise<TokenExplanation | null> | null {
    const id = decodeId('Token', publicId);
    return id === null ? null : explainById(database, id);
  }

  @Mutation(() => inputs.ExplainTokenPayload, {
    name: 'explainToken',
    description:
      'Explains a token by its value. It changes nothing. It is a mutation so that the value never appears in a URL. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  explainTokenByValue(@Arg('input') input: inputs.ExplainTokenInput, @Ctx() { database }: Context) {
    return explainByValue(database, input.token);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'The id of what the token depends on.' })
  id(@Root() link: TokenLink) {
    return link.onId && encodeId(typeOf(link), link.onId);
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: 'What the token depends on. Null if it is gone or you do not have access.',
  })
  node(@Root() link: TokenLink, @Ctx() context: Context) {
    return link.onId && nodeOf(context, encodeId(typeOf(link), link.onId));
  }
}

@Resolver(() => Trace)
export class TraceResolver {
  @Query(() => Trace, {
    nullable: true,
    description:
      'Traces a token, session, device or address to its origin and to what was created with it. Null if there is no such object.',
  })
  trace(@Arg('by', () => TraceBy, { description: 'Where to start.' }) by: TraceBy, @Ctx() context: Context) {
    return trace(context, by);
  }

  @FieldResolver(() => SessionConnection, { description: 'The sessions, newest first.' })
  sessions(@Root() found: Trace, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return sessionsOf(context, found, args);
  }

  @FieldResolver(() => TokenConnection, {
    description:
      'Tokens that no session issued, such as those of a machine application or of a device itself. Newest first.',
  })
  tokens(@Root() found: Trace, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return tokensOf(context, found, args);
  }

  @FieldResolver(() => DerivedCredentialConnection, {
    description:
      'Everything that was created, directly or indirectly, with the token, or with the sessions and tokens that were found if you did not ask about a token. Newest first, including what has ended. Revoke with `includeDerived` to end it.',
  })
  derived(@Root() found: Trace, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return derivedOf(context, found, args);
  }
}

@Resolver(() => TokenExplanation)
export class TokenExplanationResolver {
  @FieldResolver(() => [DerivedCredential], {
    description:
      'What the token, its authorization and its session were created with. For information only: it does not affect whether the token is live.',
  })
  async createdBy(@Root() { token }: TokenExplanation, @Ctx() { load }: Context): Promise<DerivedCredential[]> {
    const ids = [token.id, token.familyId, token.sessionId].filter((id) => id !== null);
    return (await Promise.all(ids.map((id) => load(originsOfCredential, id)))).flat();
  }
}

@Resolver(() => TokenFamily)
export class TokenFamilyResolver {
  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'Who authorized it.' })
  user(@Root() family: Shown<TokenFamily, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, family.userId);
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application that was authorized. Null if it is gone.',
  })
  application(@Root() family: Shown<TokenFamily, 'applicationId'>, @Ctx() context: Context) {
    return context.show(applicationById, family.applicationId);
  }

  @Reads('deviceId')
  @FieldResolver(() => Device, { nullable: true, description: 'The device that it was authorized on.' })
  device(@Root() family: Shown<TokenFamily, 'deviceId'>, @Ctx() context: Context) {
    return family.deviceId && context.show(deviceById, family.deviceId);
  }

  @Reads('sessionId')
  @FieldResolver(() => Session, { nullable: true, description: 'The session that it was authorized in.' })
  session(@Root() family: Shown<TokenFamily, 'sessionId'>, @Ctx() context: Context) {
    return visibleSessionByUuid(context, family.sessionId);
  }

  @Reads('consentId')
  @FieldResolver(() => Consent, {
    nullable: true,
    description: 'The consent that it is based on, even if the consent has ended.',
  })
  consent(@Root() family: Shown<TokenFamily, 'consentId'>, @Ctx() context: Context) {
    return context.show(consentInAnyState, family.consentId);
  }

  @Reads('id')
  @FieldResolver(() => AccessGrant, {
    nullable: true,
    description: 'The authorization code that it began with, even if it was exchanged.',
  })
  accessGrant(@Root() family: Shown<TokenFamily, 'id'>, @Ctx() context: Context) {
    return context.show(accessGrantOfFamily, family.id);
  }

  @Reads('id')
  @FieldResolver(() => TokenConnection, { description: 'Its tokens, newest first, including ended ones.' })
  tokens(@Root() family: Shown<TokenFamily, 'id'>, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return pagesOf(context, tokenList, 'CREATED_AT', args, 'family_id', family.id);
  }
}

@Resolver(() => Session)
export class SessionLineageResolver {
  @Reads('id')
  @FieldResolver(() => TokenFamilyConnection, {
    description: 'The authorizations that were given in it, newest first, each with its consent, code and tokens.',
  })
  tokenFamilies(@Root() session: Shown<Session, 'id'>, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return pagesOf(context, familyList, 'CREATED_AT', args, 'session_id', session.id);
  }
}

@Resolver(() => Token)
export class TokenLineageResolver {
  @Reads('familyId')
  @FieldResolver(() => TokenFamily, {
    nullable: true,
    description: 'The authorization that it belongs to. Null for client credentials and API tokens.',
  })
  family(@Root() token: Shown<Token, 'familyId'>, @Ctx() context: Context) {
    return visibleFamilyByUuid(context, token.familyId);
  }
}
