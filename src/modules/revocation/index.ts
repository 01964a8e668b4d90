/** Receipts: records of what revocations ended. */
import { defineModule } from '../../core/module/module';
import {
  SessionReceipt,
  TokenReceipt,
  AccessGrantReceipt,
  ConsentReceipt,
  EventReceipt,
  TokenLinkReceipt,
  TokenFamilyReceipt,
} from './edges';
import { ResidualTokenResolver, RevocationItemResolver, RevocationResolver } from './resolver';
import { revocationRules } from './rules';
import { visibleRevocationByUuid } from './visible';
import { personalData, withoutPersonalData } from './personal-data';
import * as vocabulary from './vocabulary';

export const revocationModule = defineModule({
  name: 'revocation',
  ...vocabulary,
  resolvers: [
    SessionReceipt,
    TokenReceipt,
    AccessGrantReceipt,
    ConsentReceipt,
    EventReceipt,
    TokenLinkReceipt,
    TokenFamilyReceipt,
    RevocationResolver,
    RevocationItemResolver,
    ResidualTokenResolver,
  ],
  rules: revocationRules,
  nodes: { Revocation: (context, _id, uuid) => visibleRevocationByUuid(context, uuid) },
  personalData,
  withoutPersonalData,
});
