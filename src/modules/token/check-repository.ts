/**
 * What introspection and userinfo ask of the tables, in one statement for each. An answer is one JSON array: with columns, both sides would spend more
 * on their descriptions than on all else.
 */
import {
  isLimitedByRoles,
  joinedFamilyExpiry,
  joinedLimitValues,
  type Limits,
  limitsOf,
  type LimitValues,
} from '../../core/authority/joined-columns';
import { livenessOf } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import { type ApplicationClaim, checkingClient, type CheckingClient } from '../application';
import type { UserAccount } from '../user';
import { Token } from './entity';

const { joins, live } = livenessOf('token', 'x');

const member = (name: string) => `lf.payload ->> '${name}' is not distinct from x.payload ->> '${name}'`;
const FAMILY_MATCHES = `${member('clientId')} and ${member('accountId')}`;
/** Members of a family that lead the library to further checks. No family has any. */
const FAMILY_IS_UNUSUAL = `coalesce(lf.payload ?| '{format,jwt,rejected,rar,nbf}', false)`;
const VALUES = `x.id, x.kind, x.application_id, x.user_id, x.session_id, x.device_id, x.device_link_id, x.family_id, x.payload, extract(epoch from x.expires_at)::float8,
    ${joinedFamilyExpiry}, ${FAMILY_MATCHES}, ${FAMILY_IS_UNUSUAL}, lu.username, lu.subject, ls.impersonator_id, li.subject, ${isLimitedByRoles}, ${joinedLimitValues}`;
const USER_VALUES = `lf.payload -> 'openid' ->> 'scope', lu.name, lu.email, lu.email_verified, lu.updated_at, lu.epoch, la.claims`;
const FROM = `from tokens x ${joins} where x.hash = $1 and ${live}`;

const FOR_CLIENT = `select c.client, t.token from (${checkingClient('$2')}) c
  left join lateral (select json_build_array(${VALUES}) as token ${FROM}) t on true`;
const WITH_USER = `select json_build_array(${VALUES}, ${USER_VALUES}) as token ${FROM}`;

type Values<Payload> = [
  ...[
    id: string,
    kind: string,
    applicationId: string,
    userId: string | null,
    sessionId: string | null,
    deviceId: string | null,
  ],
  ...[deviceLinkId: string | null, familyId: string | null, payload: Payload, exp: number],
  ...[familyExp: number | null, familyMatches: boolean, familyIsUnusual: boolean, username: string | null],
  subject: string | null,
  ...[impersonatorId: string | null, impersonatorSubject: string | null, limitedByRoles: boolean, ...LimitValues],
];
type UserValues = [
  familyScope: string | null,
  ...[name: string | null, email: string | null, emailVerified: boolean, updatedAt: string, epoch: number],
  claims: ApplicationClaim[],
];

/** A live token. */
export interface CheckedToken<Payload> {
  id: string;
  applicationId: string;
  userId: string | null;
  sessionId: string | null;
  deviceId: string | null;
  deviceLinkId: string | null;
  familyId: string | null;
  payload: Payload;
  /** Seconds since 1970. */
  exp: number;
  /** Seconds since 1970; null if it has no family. */
  familyExp: number | null;
  /** Whether the family says the same of its client and its user. */
  familyMatches: boolean;
  familyIsUnusual: boolean;
  username: string | null;
  userSubject: string | null;
  impersonatorId: string | null;
  impersonatorSubject: string | null;
  /** Null if the roles of the user are among the limits; `findPresented` reads those. */
  limits: Limits | null;
}

export interface CheckedTokenWithUser<Payload> extends CheckedToken<Payload> {
  user: UserAccount | null;
  /** The scope at the service itself of the authorization. */
  familyScope: string;
  /** Of the application that it was issued to. */
  claims: ApplicationClaim[];
}

/** The last are the limits and what follows them. */
const tokenOf = <Payload>(values: Values<Payload>): CheckedToken<Payload> => {
  const [id, kind, applicationId, userId, sessionId, deviceId, deviceLinkId, familyId, ...more] = values;
  const [payload, exp, familyExp, familyMatches, familyIsUnusual, username, userSubject, ...rest] = more;
  const [impersonatorId, impersonatorSubject, limitedByRoles, ...limits] = rest;
  return {
    ...{ id, applicationId, userId, sessionId, deviceId, deviceLinkId, familyId, payload, exp },
    ...{ familyExp, familyMatches, familyIsUnusual, username, userSubject, impersonatorId, impersonatorSubject },
    limits: limitedByRoles ? null : limitsOf(limits, kind === 'API'),
  };
};

class TokenCheckRepository extends TableRepository<Token> {
  /** Null if there is no enabled client with a secret or key of its own and this `client_id`; its token is null if it is not live. */
  async findForClient<Payload>(
    hash: Buffer,
    clientId: string,
  ): Promise<{ client: CheckingClient; token: CheckedToken<Payload> | null } | null> {
    const row = await this.database.lookUp<{ client: CheckingClient; token: Values<Payload> | null }>(FOR_CLIENT, [
      hash,
      clientId,
    ]);
    return row && { client: row.client, token: row.token && tokenOf(row.token) };
  }

  /** The live token of this hash, with its user and the claims that its application gets. */
  async findWithUser<Payload>(hash: Buffer): Promise<CheckedTokenWithUser<Payload> | null> {
    const row = await this.database.lookUp<{ token: [...Values<Payload>, ...UserValues] }>(WITH_USER, [hash]);
    if (!row) return null;
    const token = tokenOf(row.token as unknown as Values<Payload>);
    const { userId: id, username, userSubject: subject } = token;
    const [familyScope, name, email, emailVerified, updatedAt, epoch, claims] = row.token.slice(-7) as UserValues;
    const user = id && {
      ...{ id, username: username!, name, email, emailVerified, updatedAt: new Date(updatedAt), epoch, subject },
    };
    return { ...token, user: user || null, familyScope: familyScope ?? '', claims };
  }
}

export const tokenChecks = repositoryOf(Token, TokenCheckRepository);
