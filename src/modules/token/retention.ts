/** How long tokens and their families are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';

const OF_FAMILY = [
  'select from tokens o where o.family_id = x.id',
  'select from access_grants o where o.family_id = x.id',
];
/** The family of a token or an access grant. It is removed with the last of them. */
export const FAMILY_OWNER = { table: 'token_families', column: 'family_id', neededBy: OF_FAMILY };
/**
 * Using or revoking a rotated refresh token still ends its family. A family can live for years and rotate every few minutes, so only the ids and
 * hashes of its old tokens are kept, and only while the family lives.
 */
const ROTATED = `
  insert into rotated_refresh_tokens (token_id, hash, family_id)
  select gone.id, gone.hash, f.id from gone join token_families f on f.id = gone.family_id and f.ended_at is null and f.expires_at > now()
  where gone.kind = 'REFRESH' and gone.consumed_at is not null`;

export const retention: RetentionRule[] = [
  {
    // Revoked and rotated tokens are kept until they expire, so that the reuse of a refresh token is detected.
    name: 'tokens',
    table: 'tokens',
    endedAt: 'x.expires_at',
    keepFor: 'retention.tokens',
    where: NO_PENDING_RECEIPTS,
    owner: FAMILY_OWNER,
    archive: ROTATED,
  },
  {
    name: 'token families',
    table: 'token_families',
    endedAt: 'x.expires_at',
    keepFor: 'retention.tokens',
    where: NO_PENDING_RECEIPTS,
    neededBy: OF_FAMILY,
  },
];
