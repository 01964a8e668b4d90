/** Where things come from and why they are dead, in the schema. */
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { decodeId, encodeId } from '../../platform/type-id';
import { Node } from '../../schema/node';
import { Revocation } from '../revocation/entity';
import { revocationOf } from '../revocation/visible';
import { nodeOf } from '../viewer/node';
import { explainById, explainByValue } from './explain';
import { TokenExplanation, TokenLink, typeOf } from './explanation';
import * as inputs from './inputs';

@Resolver(() => TokenLink)
export class TokenLinkResolver {
  @Query(() => TokenExplanation, {
    nullable: true,
    description:
      'Why a token is live or dead: every link that it hangs on, since when it is broken, why and by which receipt. Null if there is no such token. By its value, call the mutation `explainToken`.',
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
      'Explains a token by its value. It changes nothing; it is a mutation so that the value is never in a URL. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  explainTokenByValue(@Arg('input') input: inputs.ExplainTokenInput, @Ctx() { database }: Context) {
    return explainByValue(database, input.token);
  }

  @FieldResolver(() => ID, { nullable: true, description: 'The id of what the token hangs on.' })
  id(@Root() link: TokenLink) {
    return link.onId && encodeId(typeOf(link), link.onId);
  }

  @FieldResolver(() => Node, {
    nullable: true,
    description: 'What the token hangs on; null where it is gone, has no record of its own or you may not see it.',
  })
  node(@Root() link: TokenLink, @Ctx() context: Context) {
    return link.onId && nodeOf(context, encodeId(typeOf(link), link.onId));
  }

  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what broke it.' })
  revocation(@Root() link: TokenLink, @Ctx() context: Context) {
    return revocationOf(context, link.revocationId);
  }
}
