/** What is the same for a token that is checked, whoever answers: what an introspection response says beyond RFC 7662's own members, and its use. */
import type { UsageRecorder } from '../modules/session';
import { encodeId } from '../platform/type-id';

export interface IntrospectionAnswer {
  active?: boolean;
  client_id?: string;
  sub?: string;
  username?: string;
  jti?: string;
  act?: { sub: string };
}

export interface TokenDescription {
  /** Null for machines. */
  user: { username: string | undefined; subject: string } | null;
  tokenId: string | undefined;
  /** The `sub` of who impersonates the user. */
  actor: string | null;
}

/** Adds the subject, the username (RFC 7662 §2.2), the token id and the impersonator to the response for an active token. */
export const describeToken = (body: IntrospectionAnswer, { user, tokenId, actor }: TokenDescription): void => {
  if (user) {
    if (user.username !== undefined) body.username = user.username;
    body.sub = user.subject;
  }
  // A token of client credentials speaks for the client itself (RFC 9068 §2.2).
  else body.sub = body.client_id!;
  // A resource server may log it, and staff can trace it.
  if (tokenId !== undefined) body.jti = encodeId('Token', tokenId);
  // RFC 8693 §4.1: who impersonates the subject.
  if (actor !== null) body.act = { sub: actor };
};

interface UsedToken {
  id: string;
  sessionId: string | null;
  deviceId: string | null;
  deviceLinkId: string | null;
}

export const noteUse = (usage: UsageRecorder, { id, sessionId, deviceId, deviceLinkId }: UsedToken): void => {
  usage.token(id);
  if (sessionId) usage.session(sessionId);
  if (deviceLinkId) usage.device(deviceLinkId);
  else if (deviceId) usage.installation(deviceId);
};
