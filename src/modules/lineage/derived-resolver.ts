/** GraphQL fields of derived credentials, and the field `createdBy` of everything that can be derived. */
import { type ClassType, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId, type IdType } from '../../platform/type-id';
import type { DerivedCredentialKind } from '../../schema/enums';
import { Node } from '../../schema/node';
import { Actor, actorOf, Application } from '../application';
import { Invitation } from '../invitation';
import { Authenticator } from '../mobile';
import { Session, visibleSessionByUuid } from '../session';
import { Token, visibleTokenByUuid } from '../token';
import { User, visibleUserByUuid } from '../user';
import { nodeOf } from '../../core/context/node';
import { mayReach } from '../../core/authority/principal';
import { DerivedCredential } from '../derived';
import { originsOfCredential } from './loaders';

const IDS: Record<DerivedCredentialKind, IdType> = {
  PASSWORD: 'Password',
  AUTHENTICATOR: 'Authenticator',
  RECOVERY_LINK: 'RecoveryLink',
  API_TOKEN: 'Token',
  CLIENT_SECRET: 'ClientSecret',
  REGISTRATION_TOKEN: 'RegistrationToken',
  DEVICE: 'Device',
  INVITATION: 'Invitation',
  SESSION: 'Session',
  TOKEN_FAMILY: 'TokenFamily',
  APPLICATION: 'Application',
  USER: 'User',
  ROLE_ASSIGNMENT: 'RoleAssignment',
  GROUP_MEMBERSHIP: 'GroupMembership',
  OFFBOARDING: 'Offboarding',
  CHANGE: 'Change',
};

/** The owner of a credential does not see the token and session ids of someone who created it for them. */
const mayReadIds = async (context: Context, { byUserId }: Pick<DerivedCredential, 'byUserId'>): Promise<boolean> =>
  mayReach(await context.principalFor(byUserId), 'tokens:read', byUserId);

@Resolver(() => DerivedCredential)
export class DerivedCredentialResolver {
  @Reads('kind', 'credentialId')
  @FieldResolver(() => ID, { description: 'The id of what was created. The record itself may be gone.' })
  credentialId(@Root() derived: Shown<DerivedCredential, 'kind' | 'credentialId'>) {
    return encodeId(IDS[derived.kind], derived.credentialId);
  }

  @Reads('kind', 'credentialId')
  @FieldResolver(() => Node, {
    nullable: true,
    description: 'What was created. Null if it is gone, has no record of its own, or you do not have access.',
  })
  credential(@Root() derived: Shown<DerivedCredential, 'kind' | 'credentialId'>, @Ctx() context: Context) {
    return nodeOf(context, encodeId(IDS[derived.kind], derived.credentialId));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user that it belongs to.' })
  user(@Root() derived: Shown<DerivedCredential, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, derived.userId);
  }

  @Reads('byUserId', 'byApplicationId')
  @FieldResolver(() => Actor, { nullable: true, description: 'Who created it. Null if you do not have access.' })
  actor(@Root() derived: Shown<DerivedCredential, 'byUserId' | 'byApplicationId'>, @Ctx() context: Context) {
    return actorOf(context, { actorUserId: derived.byUserId, actorApplicationId: derived.byApplicationId });
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The id of the token that created it, even if the token is gone.',
  })
  @Reads('tokenId', 'byUserId')
  async tokenId(@Root() derived: Shown<DerivedCredential, 'tokenId' | 'byUserId'>, @Ctx() context: Context) {
    return derived.tokenId && (await mayReadIds(context, derived)) ? encodeId('Token', derived.tokenId) : null;
  }

  @Reads('tokenId')
  @FieldResolver(() => Token, {
    nullable: true,
    description: 'The token that created it. Its `status` says whether it can still be used.',
  })
  token(@Root() derived: Shown<DerivedCredential, 'tokenId'>, @Ctx() context: Context) {
    return visibleTokenByUuid(context, derived.tokenId);
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The id of the session that it was created in, even if the session is gone.',
  })
  @Reads('sessionId', 'byUserId')
  async sessionId(@Root() derived: Shown<DerivedCredential, 'sessionId' | 'byUserId'>, @Ctx() context: Context) {
    return derived.sessionId && (await mayReadIds(context, derived)) ? encodeId('Session', derived.sessionId) : null;
  }

  @Reads('sessionId')
  @FieldResolver(() => Session, {
    nullable: true,
    description: 'The session that it was created in. Its `status` says whether it can still be used.',
  })
  session(@Root() derived: Shown<DerivedCredential, 'sessionId'>, @Ctx() context: Context) {
    return visibleSessionByUuid(context, derived.sessionId);
  }

  @Reads('sourceId', 'sourceKind')
  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The id of the credential that it was created with, such as the passkey that opened a session.',
  })
  sourceId(@Root() { sourceId, sourceKind }: Shown<DerivedCredential, 'sourceId' | 'sourceKind'>) {
    return sourceId && sourceKind && encodeId(IDS[sourceKind], sourceId);
  }
}

const DESCRIPTION = 'What it was created with: a token, a session or a credential. Empty if nothing was recorded.';

/** Only tokens have a family. */
type Identified = { readonly id: string; readonly familyId?: string | null };

/** The field `createdBy` of a type. */
const originOf = (type: () => ClassType<Identified>) => {
  @Resolver(type)
  class Origin {
    @Reads('id', 'familyId')
    @FieldResolver(() => [DerivedCredential], { description: DESCRIPTION })
    async createdBy(@Root() { id, familyId }: Identified, @Ctx() { load }: Context): Promise<DerivedCredential[]> {
      const own = await load(originsOfCredential, id);
      // A token of an authorization was created with whatever the authorization was created with.
      return familyId ? [...own, ...(await load(originsOfCredential, familyId))] : own;
    }
  }
  return Origin;
};

export const AuthenticatorOrigin = originOf(() => Authenticator);
export const TokenOrigin = originOf(() => Token);
export const SessionOrigin = originOf(() => Session);
export const ApplicationOrigin = originOf(() => Application);
export const UserOrigin = originOf(() => User);
export const InvitationOrigin = originOf(() => Invitation);
