/**
 * Records what a credential is created with, in the transaction that creates it. That transaction holds a share lock on its caller. So an ending
 * that includes derived things either finds the credential, or has ended the caller first and nothing is created.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { DerivedCredentialKind } from '../../schema/enums';
import type { Caller } from '../event/record';

export interface Created {
  kind: DerivedCredentialKind;
  id: string;
  /** The owner of the credential. */
  userId?: string | null;
  /** Credentials that it is created with, in addition to the caller's token and session. */
  sourceIds?: readonly string[];
  /** The mutation, for a change. */
  mutation?: string;
}

/**
 * Without a token or a session, only what was created with a derived credential is recorded, since nothing else could lead to it. A client's own
 * token also stands for the client secret that it was issued for.
 */
const INSERT = `
  insert into derived_credentials (id, kind, credential_id, user_id, mutation, source_id, token_id, family_id, session_id, by_user_id, by_application_id, created_at)
  select c.id, c.kind, c.credential_id, c.user_id, c.mutation, coalesce(c.source_id, t.secret_id), $6::uuid, t.family_id, coalesce($7::uuid, t.session_id), $8::uuid, $9::uuid, now()
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $10::text[]) as c (id, kind, credential_id, user_id, source_id, mutation)
    left join tokens t on t.id = $6::uuid
  where $6::uuid is not null or $7::uuid is not null or exists (select from derived_credentials d where d.credential_id = c.source_id)
  on conflict do nothing`;

/** Transactions that have recorded what they created. */
const recorded = new WeakSet<Database>();

/** Whether this transaction has already recorded what it created. */
export const isRecorded = (database: Database): boolean => recorded.has(database);

export const recordDerived = async (database: Database, caller: Caller, created: readonly Created[]): Promise<void> => {
  recorded.add(database);
  const { tokenId, sessionId } = caller;
  const rows = created.flatMap(({ sourceIds = [], ...rest }) =>
    (sourceIds.length > 0 ? sourceIds : [null]).map((sourceId) => ({ ...rest, sourceId, row: newId() })),
  );
  if (rows.length === 0 || (!tokenId && !sessionId && rows.every(({ sourceId }) => sourceId === null))) return;
  const by = tokenId || sessionId ? [caller.userId, caller.applicationId] : [null, null];
  await database.post(INSERT, [
    rows.map(({ row }) => row),
    rows.map(({ kind }) => kind),
    rows.map(({ id }) => id),
    rows.map(({ userId }) => userId ?? null),
    rows.map(({ sourceId }) => sourceId),
    ...[tokenId, sessionId, ...by],
    rows.map(({ mutation }) => mutation ?? null),
  ]);
};
