/** The roots of the closure, for each mutation with `includeDerived`. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { Node } from '../../core/derived/closure';
import { authorizationRoots, sessionRoots } from '../../core/derived/related';
import { type Derived, lockDerived } from './endings';

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

/** Null without `includeDerived`. */
export const derivedFrom = (
  database: Database,
  context: Context,
  { includeDerived, dryRun }: { includeDerived?: boolean | null; dryRun?: boolean | null },
  { roots, userIds, except = [] }: { roots: Roots; userIds: (string | null)[]; except?: string[] },
): Promise<Derived | null> =>
  includeDerived
    ? lockDerived(database, context, {
        roots: () => roots(database),
        userIds: userIds.filter((id) => id !== null),
        except,
        dryRun: dryRun ?? false,
      })
    : Promise.resolve(null);
