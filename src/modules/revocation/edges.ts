/** The field `revocation` of everything that has a receipt. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
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
  @FieldResolver(() => Revocation, {
    nullable: true,
    description: 'The receipt of what ended it, if it ended early.',
  })
  revocation(@Root() session: Session, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, session.revocationId);
  }
}

@Resolver(() => Token)
export class TokenReceipt {
  @FieldResolver(() => Revocation, {
    nullable: true,
    description: 'The receipt of what ended it, if it ended early.',
  })
  revocation(@Root() token: Token, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, token.revocationId);
  }
}

@Resolver(() => AccessGrant)
export class AccessGrantReceipt {
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() grant: AccessGrant, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, grant.revocationId);
  }
}

@Resolver(() => Consent)
export class ConsentReceipt {
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() consent: Consent, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, consent.revocationId);
  }
}

@Resolver(() => Event)
export class EventReceipt {
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt, if something ended.' })
  revocation(@Root() event: Event, @Ctx() context: Context) {
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
  @FieldResolver(() => Revocation, { nullable: true, description: 'The receipt of what ended it.' })
  revocation(@Root() family: TokenFamily, @Ctx() context: Context) {
    return visibleRevocationByUuid(context, family.revocationId);
  }
}
