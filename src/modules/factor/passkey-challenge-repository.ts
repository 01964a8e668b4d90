/** The table of passkeys that are being added: the only place with its statements. A user has one challenge at a time. */
import { livenessOf } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import { PasskeyChallenge } from './tables';

const MINUTES = 5;

/** A passkey that is being added, with its user, the token that asked for it, and the session of that token. */
export interface PendingPasskey {
  id: string;
  userId: string;
  username: string;
  tokenId: string;
  sessionId: string | null;
  /** The application of that token. */
  applicationId: string | null;
}

class PasskeyChallengeRepository extends TableRepository<PasskeyChallenge> {
  /** Null if the challenge has expired, or the token that asked for it is no longer valid. */
  findByHash(hash: Buffer): Promise<PendingPasskey | null> {
    const { joins, live } = livenessOf('token', 't');
    return this.database.one<PendingPasskey>(
      `select w.authenticator_id as id, w.user_id as "userId", w.token_id as "tokenId", t.session_id as "sessionId",
         t.application_id as "applicationId", u.username
       from passkey_challenges w join users u on u.id = w.user_id join tokens t on t.id = w.token_id ${joins}
       where w.hash = $1 and w.expires_at > now() and ${live}`,
      [hash],
    );
  }

  /** Null if the challenge has expired. */
  findOf(authenticatorId: string, userId: string): Promise<Pick<PasskeyChallenge, 'hash' | 'tokenId'> | null> {
    return this.database.one(
      'select hash, token_id as "tokenId" from passkey_challenges where authenticator_id = $1 and user_id = $2 and expires_at > now()',
      [authenticatorId, userId],
    );
  }

  /** Replaces the user's earlier challenge. */
  async put({
    authenticatorId,
    userId,
    hash,
    tokenId,
  }: Omit<PasskeyChallenge, 'createdAt' | 'expiresAt'>): Promise<void> {
    await this.delete({ userId });
    await this.database.execute(
      `insert into passkey_challenges (authenticator_id, user_id, hash, token_id, created_at, expires_at)
       values ($1, $2, $3, $4, now(), now() + make_interval(mins => ${MINUTES}))`,
      [authenticatorId, userId, hash, tokenId],
    );
  }
}

export const passkeyChallenges = repositoryOf(PasskeyChallenge, PasskeyChallengeRepository);
