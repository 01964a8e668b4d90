/** What `explainToken` answers: the predicate taken apart, link by link. */
import { Field, ObjectType } from 'type-graphql';
import type { IdType } from '../../platform/type-id';
import { EndReason, TokenLinkKind } from '../../schema/enums';
import type { LinkName } from '../../core/liveness/live';
import { Token } from '../token';

@ObjectType('TokenLink', {
  simpleResolvers: true,
  description: 'One of the things that must hold for a token to be live.',
})
export class TokenLink {
  @Field(() => TokenLinkKind, { description: 'What it is.' })
  kind: TokenLinkKind;

  /** The uuid of what it hangs on. */
  onId: string | null;

  @Field({ description: 'Whether the token hangs on such a thing at all; where not, nothing of it can make it dead.' })
  bound: boolean;

  @Field({ description: 'Whether it holds. Each one that does not would alone make the token dead.' })
  holds: boolean;

  @Field(() => Date, { nullable: true, description: 'Since when it does not hold.' })
  since: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it does not hold.' })
  reason: EndReason | null;

  revocationId: string | null;
}

@ObjectType('TokenExplanation', {
  simpleResolvers: true,
  description: 'Why a token is live or dead, from the same list of links that every use of it asks.',
})
export class TokenExplanation {
  @Field(() => Token, { description: 'The token; never its value.' })
  token: Token;

  @Field({ description: 'Whether it may be used now: what introspection answers at this moment.' })
  live: boolean;

  @Field(() => [TokenLink], { description: 'What it hangs on, from the token itself to its user.' })
  links: TokenLink[];

  @Field(() => [TokenLink], { description: 'Those that do not hold; the oldest is what it died of.' })
  broken: TokenLink[];
}

/** Each link of the predicate in the words of the schema, in the order in which it is told, and the type of what it leads to. */
export const TOLD: Record<LinkName | 'self', { kind: TokenLinkKind; type: IdType }> = {
  self: { kind: 'TOKEN', type: 'Token' },
  session: { kind: 'SESSION', type: 'Session' },
  deviceLink: { kind: 'DEVICE_LINK', type: 'DeviceLink' },
  device: { kind: 'DEVICE', type: 'Device' },
  consent: { kind: 'CONSENT', type: 'Consent' },
  family: { kind: 'FAMILY', type: 'TokenFamily' },
  application: { kind: 'APPLICATION', type: 'Application' },
  user: { kind: 'USER', type: 'User' },
  impersonator: { kind: 'IMPERSONATOR', type: 'User' },
};

export const typeOf = (link: TokenLink): IdType => Object.values(TOLD).find(({ kind }) => kind === link.kind)!.type;
