/** The list of users: its columns, filter conditions and orders, and which users are dormant. */
import { isMember, isUnder } from '../../core/authority/object-permissions';
import { isHeldGlobally, HELD_ROLES } from '../../core/authority/held-roles';
import { livenessOf, userHasExpired, userMaySignIn } from '../../core/liveness/live';
import { canAdministrate } from '../../core/mutation/administrators';
import { Conditions, contains, filterId, filterText } from '../../database/filter';
import type { AddParameter, ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { badInput } from '../../schema/errors';
import { ADMINISTRATOR } from '../../schema/permissions';
import { User } from './entity';
import type { AttributeCondition, UserFilter } from './list';
import { isStorable } from './validation';

export const userRows = rowsOf(User, {
  type: 'User',
  from: 'users x',
  columns: { hasExpired: userHasExpired('x') },
});

export const userColumns = userRows.select;

/** The last activity of an account; the expression is indexed. Enabling counts as activity, so that the user has time to sign in afterwards. */
const lastActive = (u: string): string => `greatest(${u}.created_at, ${u}.enabled_at, ${u}.last_activity_at)`;

const MAX_ATTRIBUTE_CONDITIONS = 10;
/** The argument, for errors. */
const ATTRIBUTES = ['filter', 'attributes'];

/** `@>` and `?` use the index on attributes. `@>` alone would also match objects with additional keys. */
const hasAttribute = ({ name, equals, exists }: AttributeCondition, add: AddParameter): string => {
  if ((equals == null) === (exists == null))
    throw badInput('A condition on an attribute requires exactly one of `equals` and `exists`.', ATTRIBUTES);
  const key = `${add(filterText('name', name, 200, ATTRIBUTES))}::text`;
  if (exists != null) return `${exists ? '' : 'not '}x.attributes ? ${key}`;
  if (!isStorable(equals)) throw badInput('`equals` must be a valid attribute value.', ATTRIBUTES);
  const value = `${add(JSON.stringify(equals))}::jsonb`;
  return `(x.attributes @> jsonb_build_object(${key}, ${value}) and x.attributes -> ${key} = ${value})`;
};

const hasAttributes = (conditions: AttributeCondition[], add: AddParameter): string => {
  if (conditions.length > MAX_ATTRIBUTE_CONDITIONS)
    throw badInput(`\`attributes\` must have at most ${MAX_ATTRIBUTE_CONDITIONS} conditions.`, ATTRIBUTES);
  return conditions.map((condition) => hasAttribute(condition, add)).join(' and ');
};

const session = livenessOf('session', 's');
const token = livenessOf('token', 't');

export const userList: ListSource<UserFilter> = {
  name: 'users',
  rows: userRows,
  orders: {
    CREATED_AT: { by: 'x.id', type: 'uuid' },
    USERNAME: { by: 'x.username_key', type: 'text' },
    LAST_LOGIN_AT: { by: `coalesce(x.last_login_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.status', filter.status)
      .anyOf('x.source', filter.source)
      .anyOf('x.type', filter.type)
      .when(filter.search, () => contains(add, 'x.search', filterText('search', filter.search!)))
      .when(
        filter.previousId,
        () =>
          `x.id in (select p.user_id from previous_ids p where p.previous_id = ${add(filterText('previousId', filter.previousId!, 255))})`,
      )
      .when(filter.path, () => isUnder('x.path', filterText('path', filter.path!, 1_000), add))
      .when(filter.attributes?.length || null, () => hasAttributes(filter.attributes!, add))
      .when(filter.groupId, () => isMember('x.id', `${add(filterId('Group', filter.groupId!))}::uuid`))
      .when(
        filter.role,
        () =>
          `exists (select from ${HELD_ROLES} h join roles r on r.id = h.role_id where h.user_id = x.id and lower(r.name) = lower(${add(filterText('role', filter.role!))}))`,
      )
      .between('x.created_at', filter.createdFrom, filter.createdTo)
      .between('x.last_login_at', filter.lastLoginFrom, filter.lastLoginTo)
      .when(filter.lastActivityBefore, () => `${lastActive('x')} < ${add(filter.lastActivityBefore)}::timestamptz`)
      .when(
        filter.hasLiveSession,
        () =>
          `${filter.hasLiveSession ? '' : 'not '}exists (select from sessions s ${session.joins} where s.user_id = x.id and ${session.live})`,
      )
      .when(filter.usesApplicationId, () => {
        const id = add(filterId('Application', filter.usesApplicationId!));
        return `(exists (select from consents c where c.user_id = x.id and c.application_id = ${id} and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
          or exists (select from tokens t ${token.joins} where t.user_id = x.id and t.application_id = ${id} and ${token.live}))`;
      }).list,
};

/** The administrator without an expiry date who was active last: never dormant, so that one always remains. */
const EXEMPT_ADMINISTRATOR = `(
  select a.id from ${HELD_ROLES} h join roles r on r.id = h.role_id join users a on a.id = h.user_id
  where r.name = '${ADMINISTRATOR}' and ${isHeldGlobally('h')} and ${canAdministrate('a')} and a.expires_at is null
  order by ${lastActive('a')} desc, a.id desc limit 1)`;

/** The conditions under which a user counts as dormant after so many days. */
export const dormantFor = (days: number, add: AddParameter): string[] => [
  userMaySignIn('x'),
  `x.type <> 'INTERNAL_SERVICE_ACCOUNT'`,
  `${lastActive('x')} < now() - make_interval(days => ${add(days)}::int)`,
  `x.id is distinct from ${EXEMPT_ADMINISTRATOR}`,
];
