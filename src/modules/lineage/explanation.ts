/** What `explainToken` returns: every link of the liveness predicate. */
import { Field, ObjectType } from 'type-graphql';
import type { IdType } from '../../platform/type-id';
import { EndReason, TokenLinkKind } from '../../schema/enums';
import type { LinkName } from '../../core/liveness/live';
import { Token } from '../token';

@ObjectType('TokenLink', {
  simpleResolvers: true,
  description: 'One of the conditions that must hold for a token to be live.',
})
export class TokenLink {
  @Field(() => TokenLinkKind, { description: 'The kind of condition.' })
  kind: TokenLinkKind;

  /** The uuid of what the token depends on. */
  onId: string | null;

  @Field({ description: 'Whether the token depends on such a thing at all. If not, this condition always holds.' })
  bound: boolean;

  @Field({ description: 'Whether the condition holds. A single one that does not hold makes the token dead.' })
  holds: boolean;

  @Field(() => Date, { nullable: true, description: 'Since when it has not held.' })
  since: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it does not hold.' })
  reason: EndReason | null;

  revocationId: string | null;
}

@ObjectType('TokenExplanation', {
  simpleResolvers: true,
  description: 'Why a token is live or dead, based on the same conditions that are checked on every use of it.',
})
export class TokenExplanation {
  @Field(() => Token, { description: 'The token, without its value.' })
  token: Token;

  @Field({ description: 'Whether it can be used now, which is what introspection returns at this moment.' })
  live: boolean;

  @Field(() => [TokenLink], { description: 'The conditions, from the token itself to its user.' })
  links: TokenLink[];

  @Field(() => [TokenLink], {
    description: 'The conditions that do not hold, the earliest first. The first one made the token dead.',
  })
  broken: TokenLink[];
}

/** The links of the predicate in the order of the answer, with their names in the schema and the type of object that each refers to. */
export const LINKS: Record<LinkName | 'self', { kind: TokenLinkKind; type: IdType }> = {
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

export const typeOf = (link: TokenLink): IdType => Object.values(LINKS).find(({ kind }) => kind === link.kind)!.type;
