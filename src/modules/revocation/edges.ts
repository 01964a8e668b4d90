/** The field `revocation` of everything that has a receipt. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Revocation } from '../../core/revocation/entity';
import { Session } from '../session';
import { Token, TokenFamily } from '../token';
import { AccessGrant } from '../access-grant';
import { Consent } from '../consent';
import { Event } from '../event';
import { TokenLink } from '../lineage';
import { visibleRevocationByUuid } from './visible';

@Resolver(() => Session)
export class SessionReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, {
    nullable: true,
    description: 'The receipt of what ended it, if it ended early.',
  })
  revocation(@Root() session: Shown<Session, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, session.revocationId);
  }
}

@Resolver(() => Token)
export class TokenReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, {
    nullable: true,
    description: 'The receipt of what ended it, if it ended early.',
  })
  revocation(@Root() token: Shown<Token, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, token.revocationId);
  }
}

@Resolver(() => AccessGrant)
export class AccessGrantReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() grant: Shown<AccessGrant, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, grant.revocationId);
  }
}

@Resolver(() => Consent)
export class ConsentReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() consent: Shown<Consent, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, consent.revocationId);
  }
}

@Resolver(() => Event)
export class EventReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt, if something ended.' })
  revocation(@Root() event: Shown<Event, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, event.revocationId);
  }
}

@Resolver(() => TokenLink)
export class TokenLinkReceipt {
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() link: TokenLink, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, link.revocationId);
  }
}

@Resolver(() => TokenFamily)
export class TokenFamilyReceipt {
  @Reads('revocationId')
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() family: Shown<TokenFamily, 'revocationId'>, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, family.revocationId);
  }
}
