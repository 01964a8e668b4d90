/** Where the closure begins, for each of the mutations that can include what was derived. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { Node } from '../../core/derived/closure';
import { type Derived, holdDerived } from './endings';

type Roots = (database: Database) => Promise<Node[]>;

export const fromToken =
  (id: string): Roots =>
  async () => [{ kind: 'TOKEN', id }];

export const fromSession =
  (id: string): Roots =>
  async () => [{ kind: 'SESSION', id }];

/** Also of sessions that have ended, or are gone; and of sign-ins that were confirmed on a device, which have no session. */
export const fromSessionsOf =
  (userId: string, spared: string | null): Roots =>
  (database) =>
    database.query<Node>(
      `select 'SESSION' as kind, id from sessions where (user_id = $1 or impersonator_id = $1) and id is distinct from $2::uuid
       union select 'SESSION', session_id from derived_credentials where by_user_id = $1 and session_id is not null and session_id is distinct from $2::uuid
       union select 'TOKEN_FAMILY', id from token_families where user_id = $1 and session_id is null`,
      [userId, spared],
    );

/** Every authorization of the two, whether it can still be used or not. */
export const fromAccess =
  (userId: string, applicationId: string): Roots =>
  (database) =>
    database.query<Node>(
      `select 'TOKEN_FAMILY' as kind, id from token_families where user_id = $1 and application_id = $2
       union select 'TOKEN_FAMILY', family_id from derived_credentials where by_user_id = $1 and by_application_id = $2 and family_id is not null`,
      [userId, applicationId],
    );

/** Null where it is not asked for. */
export const derivedFrom = (
  database: Database,
  context: Context,
  { includeDerived, dryRun }: { includeDerived?: boolean | null; dryRun?: boolean | null },
  { roots, userIds, except = [] }: { roots: Roots; userIds: (string | null)[]; except?: string[] },
): Promise<Derived | null> =>
  includeDerived
    ? holdDerived(database, context, {
        roots: () => roots(database),
        userIds: userIds.filter((id) => id !== null),
        except,
        dryRun: dryRun ?? false,
      })
    : Promise.resolve(null);
