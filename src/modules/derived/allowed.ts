/** Whether the caller may end each of the derived things: what they may not end alone, they may not end along with something else. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { enforce, RequestError } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import type { SelectedItem } from '../../core/revocation/selection';
import { applications, mayManageApplication } from '../application';
import { requireAssurance } from '../../core/mutation/assurance';
import { exceedingAmong } from '../../core/authority/rights';
import { enabledAdministrators, lastAdministrator, mayLeave } from '../../core/mutation/administrators';
import { factsIn, mayDisableUser, type User } from '../user';
import { principalsFor } from '../../core/authority/extent';
import { may, owns, type Principal } from '../../core/authority/principal';
import { GIVEN_RIGHTS, rightsBeyond } from './rights';

/** Any of these will do; `own` for whoever has access to their own data. What is not here goes with something that is. */
const NEEDS: Partial<Record<RevocationItemType, { any: Permission[]; own?: boolean }>> = {
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

/** By these somebody gets in, or lets somebody in: an ending that includes one asks for what its own mutation asks for. */
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

const asksForSignIn = (item: SelectedItem): boolean => isCredential(item) || GIVEN_RIGHTS.includes(item.type);

/** One's own are for the scope `account`, whatever one may do to those of others. */
const isOwnCredential = ({ userId: callerId }: Principal, item: SelectedItem): boolean =>
  isCredential(item) && item.userId !== null && item.userId === callerId;

const isAllowed = (caller: Principal, item: SelectedItem): boolean => {
  const { type, userId } = item;
  const needs = NEEDS[type];
  if (!needs) return true;
  // What somebody does in a user's place must not outlast it.
  if (caller.impersonatorId !== null && !needs.own) return false;
  if (isOwnCredential(caller, item)) return caller.ownsAccount;
  return needs.any.some((permission) => may(caller, permission)) || (needs.own === true && owns(caller, userId));
};

const OF_APPLICATIONS: RevocationItemType[] = ['APPLICATION', 'CLIENT_SECRET', 'REGISTRATION_TOKEN'];

/** What belongs to a user or an application that holds something that the caller does not hold. */
const exceedingOf = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<(item: SelectedItem) => boolean> => {
  const owners = [...new Set(items.flatMap(({ userId }) => userId ?? []))];
  const users = await exceedingAmong(database, principal, owners);
  const ids = items.filter(({ type }) => OF_APPLICATIONS.includes(type)).map(({ itemId }) => itemId);
  const behind = ids.length > 0 ? await applications(database).listAuthorities(ids) : [];
  const secrets = new Set(
    behind.filter((application) => mayManageApplication(principal, application)).map(({ itemId }) => itemId),
  );
  return ({ itemId, userId }) => secrets.has(itemId) || (userId !== null && users.has(userId));
};

const needOf = ({ principal }: Context, item: SelectedItem): string | undefined =>
  isOwnCredential(principal, item) ? 'the scope account' : NEEDS[item.type]?.any[0];

/**
 * All or nothing: throws FORBIDDEN, and says how many are beyond the caller; INSUFFICIENT_AUTHENTICATION where there are credentials or rights
 * among them and the sign-in is too old or too weak for these. A dry run only looks.
 */
export const mustBeAllowed = async (
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
  const exceeds = await exceedingOf(database, principal, items);
  const rights = await rightsBeyond(database, principal, items);
  const beyond = items.filter((item) => !isAllowed(as(item.userId), item) || exceeds(item) || rights.has(item.itemId));
  if (beyond.length === 0) {
    if (!dryRun && items.some(asksForSignIn))
      await requireAssurance(database, context, { creates: 'NONE', asks: 'AUTHORITY' });
    return;
  }
  const needs = [...new Set(beyond.flatMap((item) => needOf(context, item) ?? []))].join(' and ');
  const message = `You are not allowed to end ${beyond.length} of the ${items.length} things that were created with this, so nothing was ended.`;
  throw Object.assign(new RequestError('FORBIDDEN', message), { needs });
};

/** Nobody disables themselves or takes their own role, and an administrator who can sign in remains. Returns what is left to check at the end. */
export const mustLeaveAdministrators = async (
  database: Database,
  { principal }: Context,
  { users, items }: { users: User[]; items: SelectedItem[] },
): Promise<() => Promise<void>> => {
  const withoutPassword = items.filter(({ type }) => type === 'PASSWORD').map(({ userId }) => userId!);
  const facts = factsIn(database);
  for (const user of users) enforce(await mayDisableUser(principal, user, facts));
  const before = await enabledAdministrators(database);
  const gone = new Set([...users.map(({ id }) => id), ...withoutPassword]);
  const lasts = (ids: [string, boolean][]) => ids.some(([, forGood]) => forGood);
  if (lasts([...before]) && !lasts([...before].filter(([id]) => !gone.has(id)))) throw lastAdministrator();
  return async () => {
    if (!items.some(({ type }) => GIVEN_RIGHTS.includes(type))) return;
    const after = await enabledAdministrators(database);
    enforce(mayLeave(principal.userId, before, after));
    if (lasts([...before]) && !lasts([...after].filter(([id]) => !gone.has(id)))) throw lastAdministrator();
  };
};
