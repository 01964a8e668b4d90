/** Whether the caller may end derived things. Nobody can end a thing together with others that they could not end alone. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { enforce, RequestError } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import type { SelectedItem } from '../../core/revocation/selection';
import { applications, mayManageApplication } from '../application';
import { requireAssurance } from '../../core/mutation/assurance';
import { morePrivilegedAmong } from '../../core/authority/rights';
import {
  enabledAdministrators,
  lastAdministratorRefusal,
  administratorRefusal,
} from '../../core/mutation/administrators';
import { policyDataIn, mayDisableUser, type User } from '../user';
import { principalsFor } from '../../core/authority/object-permissions';
import { may, owns, type Principal } from '../../core/authority/principal';
import { RIGHT_TYPES, rightsCallerCannotRemove } from './rights';

/** Any of these permissions is enough; `own` allows the owner. Types that are missing end together with one that is listed. */
const REQUIRED_PERMISSIONS: Partial<Record<RevocationItemType, { any: Permission[]; own?: boolean }>> = {
  USER: { any: ['users:disable'] },
  SESSION: { any: ['sessions:revoke'], own: true },
  ACCESS_TOKEN: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  REFRESH_TOKEN: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  ACCESS_GRANT: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  API_TOKEN: { any: ['tokens:revoke'] },
  AUTHENTICATOR: { any: ['authenticators:remove'] },
  PASSWORD: { any: ['users:setPassword'] },
  RECOVERY_LINK: { any: ['users:setPassword'] },
  INVITATION: { any: ['users:create'] },
  CLIENT_SECRET: { any: ['applications:manage'] },
  REGISTRATION_TOKEN: { any: ['applications:manage'] },
  APPLICATION: { any: ['applications:manage'] },
  DEVICE: { any: ['devices:delete'] },
  ROLE_ASSIGNMENT: { any: ['roles:assign'] },
  GROUP_MEMBERSHIP: { any: ['groups:manage'] },
  OFFBOARDING: { any: ['users:offboard'] },
};

/** What gives access to an account or an application. Ending one requires the same sign-in as the mutation that ends it alone. */
const CREDENTIALS: RevocationItemType[] = [
  'API_TOKEN',
  'AUTHENTICATOR',
  'PASSWORD',
  'RECOVERY_LINK',
  'INVITATION',
  'CLIENT_SECRET',
  'REGISTRATION_TOKEN',
];
const isCredential = ({ type }: SelectedItem): boolean => CREDENTIALS.includes(type);

const needsRecentSignIn = (item: SelectedItem): boolean => isCredential(item) || RIGHT_TYPES.includes(item.type);

/** Ending one's own credentials takes the scope `account`, whatever permissions the caller has on those of others. */
const isOwnCredential = ({ userId: callerId }: Principal, item: SelectedItem): boolean =>
  isCredential(item) && item.userId !== null && item.userId === callerId;

const isAllowed = (caller: Principal, item: SelectedItem): boolean => {
  const { type, userId } = item;
  const needs = REQUIRED_PERMISSIONS[type];
  if (!needs) return true;
  // What an impersonator does must not outlast the impersonation.
  if (caller.impersonatorId !== null && !needs.own) return false;
  if (isOwnCredential(caller, item)) return caller.ownsAccount;
  return needs.any.some((permission) => may(caller, permission)) || (needs.own === true && owns(caller, userId));
};

const OF_APPLICATIONS: RevocationItemType[] = ['APPLICATION', 'CLIENT_SECRET', 'REGISTRATION_TOKEN'];

/** Items of users and applications that hold a permission that the caller lacks. */
const itemsOfMorePrivileged = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<(item: SelectedItem) => boolean> => {
  const owners = [...new Set(items.flatMap(({ userId }) => userId ?? []))];
  const users = await morePrivilegedAmong(database, principal, owners);
  const ids = items.filter(({ type }) => OF_APPLICATIONS.includes(type)).map(({ itemId }) => itemId);
  const authorities = ids.length > 0 ? await applications(database).listAuthorities(ids) : [];
  const unmanageable = new Set(
    authorities.filter((application) => mayManageApplication(principal, application)).map(({ itemId }) => itemId),
  );
  return ({ itemId, userId }) => unmanageable.has(itemId) || (userId !== null && users.has(userId));
};

const needOf = ({ principal }: Context, item: SelectedItem): string | undefined =>
  isOwnCredential(principal, item) ? 'the scope account' : REQUIRED_PERMISSIONS[item.type]?.any[0];

/**
 * Throws FORBIDDEN if the caller may not end every item, and says how many they may not end. Throws INSUFFICIENT_AUTHENTICATION if there are
 * credentials or rights among them and the sign-in is too old or too weak. A dry run skips the check of the sign-in.
 */
export const checkMayEnd = async (
  database: Database,
  context: Context,
  items: SelectedItem[],
  dryRun: boolean,
): Promise<void> => {
  const { principal } = context;
  const as = await principalsFor(
    database,
    principal,
    items.map(({ userId }) => userId),
  );
  const exceeds = await itemsOfMorePrivileged(database, principal, items);
  const rights = await rightsCallerCannotRemove(database, principal, items);
  const denied = items.filter((item) => !isAllowed(as(item.userId), item) || exceeds(item) || rights.has(item.itemId));
  if (denied.length === 0) {
    if (!dryRun && items.some(needsRecentSignIn))
      await requireAssurance(database, context, { creates: 'NONE', assurance: 'AUTHORITY' });
    return;
  }
  const needs = [...new Set(denied.flatMap((item) => needOf(context, item) ?? []))].join(' and ');
  const message = `You are not allowed to end ${denied.length} of the ${items.length} things that were created with this. Nothing was ended.`;
  throw Object.assign(new RequestError('FORBIDDEN', message), { needs });
};

/**
 * Checks that nobody disables themselves or removes their own role, and that an administrator who can sign in remains. Returns the check to run
 * after everything has ended.
 */
export const checkAdministratorsRemain = async (
  database: Database,
  { principal }: Context,
  { users, items }: { users: User[]; items: SelectedItem[] },
): Promise<() => Promise<void>> => {
  const withoutPassword = items.filter(({ type }) => type === 'PASSWORD').map(({ userId }) => userId!);
  const policyData = policyDataIn(database);
  for (const user of users) enforce(await mayDisableUser(principal, user, policyData));
  const before = await enabledAdministrators(database);
  const gone = new Set([...users.map(({ id }) => id), ...withoutPassword]);
  const haveLasting = (ids: [string, boolean][]) => ids.some(([, isPermanent]) => isPermanent);
  if (haveLasting([...before]) && !haveLasting([...before].filter(([id]) => !gone.has(id))))
    throw lastAdministratorRefusal();
  return async () => {
    if (!items.some(({ type }) => RIGHT_TYPES.includes(type))) return;
    const after = await enabledAdministrators(database);
    enforce(administratorRefusal(principal.userId, before, after));
    if (haveLasting([...before]) && !haveLasting([...after].filter(([id]) => !gone.has(id))))
      throw lastAdministratorRefusal();
  };
};
