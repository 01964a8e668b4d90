/** Whether the caller may end each of the derived things: what they may not end alone, they may not end along with something else. */
import type { Context } from '../../context';
import type { Database } from '../../database/database';
import type { RevocationItemType } from '../../schema/enums';
import { enforce, RequestError } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import type { SelectedItem } from '../revocation/selection';
import { holdsMore } from '../role/rights';
import { enabledAdministrators, lastAdministrator } from '../user/administrators';
import type { User } from '../user/entity';
import { factsIn, mayDisableUser } from '../user/may';
import { facingEach } from '../viewer/extent';
import { may, owns, type Principal } from '../viewer/principal';

/** Any of these will do; `own` for whoever has access to their own data. What is not here goes with something that is. */
const NEEDS: Partial<Record<RevocationItemType, { any: Permission[]; own?: boolean }>> = {
  USER: { any: ['users:disable'] },
  SESSION: { any: ['sessions:revoke'], own: true },
  ACCESS_TOKEN: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  REFRESH_TOKEN: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  ACCESS_GRANT: { any: ['tokens:revoke', 'sessions:revoke', 'users:disable', 'applications:manage'], own: true },
  API_TOKEN: { any: ['tokens:revoke'], own: true },
  AUTHENTICATOR: { any: ['authenticators:remove'], own: true },
  PASSWORD: { any: ['users:setPassword'], own: true },
  RECOVERY_LINK: { any: ['users:setPassword'], own: true },
  INVITATION: { any: ['users:create'] },
  CLIENT_SECRET: { any: ['applications:manage'] },
  REGISTRATION_TOKEN: { any: ['applications:manage'] },
  APPLICATION: { any: ['applications:manage'] },
  DEVICE: { any: ['devices:delete'] },
};

const isAllowed = (caller: Principal, { type, userId }: SelectedItem): boolean => {
  const needs = NEEDS[type];
  if (!needs) return true;
  return needs.any.some((permission) => may(caller, permission)) || (needs.own === true && owns(caller, userId));
};

/** Whose owner holds something that the caller does not hold. */
const aboveOf = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<ReadonlySet<string>> => {
  const above = new Set<string>();
  for (const userId of new Set(items.flatMap(({ userId: id }) => id ?? [])))
    if (await holdsMore(database, principal, userId)) above.add(userId);
  return above;
};

/** All or nothing: throws FORBIDDEN, and says how many are beyond the caller. */
export const mustBeAllowed = async (
  database: Database,
  { principal }: Context,
  items: SelectedItem[],
): Promise<void> => {
  const as = await facingEach(
    database,
    principal,
    items.map(({ userId }) => userId),
  );
  const above = await aboveOf(database, principal, items);
  const beyond = items.filter(
    (item) => !isAllowed(as(item.userId), item) || (item.userId !== null && above.has(item.userId)),
  );
  if (beyond.length === 0) return;
  const needs = [...new Set(beyond.flatMap(({ type }) => NEEDS[type]?.any[0] ?? []))].join(' and ');
  const message = `You are not allowed to end ${beyond.length} of the ${items.length} things that were created with this, so nothing was ended.`;
  throw Object.assign(new RequestError('FORBIDDEN', message), { needs });
};

/** Nobody disables themselves, and an administrator who can sign in remains. */
export const mustLeaveAdministrators = async (
  database: Database,
  { principal }: Context,
  { users, withoutPassword }: { users: User[]; withoutPassword: string[] },
): Promise<void> => {
  const facts = factsIn(database);
  for (const user of users) enforce(await mayDisableUser(principal, user, facts));
  const before = await enabledAdministrators(database);
  const gone = new Set([...users.map(({ id }) => id), ...withoutPassword]);
  const lasts = (ids: [string, boolean][]) => ids.some(([, forGood]) => forGood);
  if (lasts([...before]) && !lasts([...before].filter(([id]) => !gone.has(id)))) throw lastAdministrator();
};
