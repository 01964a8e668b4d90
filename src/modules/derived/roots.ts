/** Where the closure begins, for each of the mutations that can include what was derived. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { Node } from '../../core/derived/closure';
import { authorizationRoots, sessionRoots } from '../../core/derived/related';
import { type Derived, holdDerived } from './endings';

type Roots = (database: Database) => Promise<Node[]>;

export const fromToken =
  (id: string): Roots =>
  async () => [{ kind: 'TOKEN', id }];

export const fromSession =
  (id: string): Roots =>
  async () => [{ kind: 'SESSION', id }];

export const fromSessionsOf =
  (userId: string, exceptSession: string | null): Roots =>
  (database) =>
    sessionRoots(database, userId, exceptSession);

export const fromAccess =
  (userId: string, applicationId: string): Roots =>
  (database) =>
    authorizationRoots(database, userId, applicationId);

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
