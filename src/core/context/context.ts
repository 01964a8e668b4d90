/** What one GraphQL request carries: who calls, the database, and loaders that live as long as the request. */
import type { Database } from '../../database/database';
import DataLoader from 'dataloader';
import { type Add, Parameters } from '../../database/list';
import { byId, byParent, PageLoader } from '../../database/loaders';
import { accessGrantColumns, accessGrantFrom, accessGrantLife } from '../../modules/access-grant/list';
import type { AccessGrant } from '../../modules/access-grant/entity';
import type { ApplicationVersion } from '../../modules/app-version/entity';
import { versionColumns } from '../../modules/app-version/list';
import { applicationColumns, applicationsOf } from '../../modules/application/list';
import type { Application } from '../../modules/application/entity';
import { consentColumns } from '../../modules/consent/list';
import type { Consent } from '../../modules/consent/entity';
import { deviceColumns, readableDevice } from '../../modules/device/list';
import type { Device } from '../../modules/device/entity';
import type { DerivedCredential } from '../derived/entity';
import { originsOf } from '../../modules/lineage/derived-list';
import { eventColumns } from '../../modules/event/list';
import type { Event } from '../../modules/event/entity';
import { Denials } from '../event/denials';
import type { Caller } from '../event/record';
import { familyColumns, familyFrom, type TokenFamily } from '../../modules/token/family';
import type { Invitation } from '../../modules/invitation/entity';
import { invitationColumns } from '../../modules/invitation/list';
import type { Mail } from '../../modules/mail/entity';
import { mailColumns } from '../../modules/mail/list';
import { consentStands } from '../liveness/live';
import { revocationColumns } from '../../modules/revocation/list';
import type { Receipt } from '../revocation/engine';
import type { Revocation } from '../revocation/entity';
import type { Clock } from '../../platform/clock';
import type { Owner, Verdict } from '../../schema/capability';
import type { Declaration } from '../../schema/effects';
import { untouchable } from '../../schema/errors';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { ProviderName } from '../../push';
import type { Authenticator } from '../../modules/mobile/entity';
import { authenticatorColumns } from '../../modules/mobile/list';
import type { Role, RoleAssignment } from '../../modules/role/entity';
import { findRoles, roleColumns } from '../../modules/role/find';
import { asMuchForbidden, exceedingAmong } from '../authority/rights';
import { everywhere, HELD_ROLES } from '../authority/held-roles';
import type { Group } from '../../modules/group/entity';
import { groupColumns } from '../../modules/group/find';
import { inGroup, readableGroup } from '../../modules/group/list';
import { sessionColumns, sessionFrom, sessionLife } from '../../modules/session/list';
import type { Session } from '../../modules/session/entity';
import { readSetting, type Settings } from '../setting/settings';
import { tokenColumns, tokenFrom } from '../../modules/token/list';
import type { Token } from '../../modules/token/entity';
import type { Offboarding } from '../../modules/offboarding/entity';
import { offboardingColumns } from '../../modules/offboarding/find';
import { type Administrators, enabledAdministrators, lastAdministratorsAmong } from '../mutation/administrators';
import { userList } from '../../modules/user/list';
import type { User } from '../../modules/user/entity';
import { facingEach } from '../authority/extent';
import type { Extent, Principal } from '../authority/principal';

interface HeldRole extends Role {
  parentId: string;
  groupId: string | null;
  on: Extent | null;
  assignedAt: Date;
}

const PER_PLATFORM = 100;
const LATEST_EVENTS = 20;

const authenticatorsBy = (database: Database, column: 'device_link_id' | 'user_id') =>
  byParent<Authenticator & { parentId: string }>((ids) =>
    database.query(
      `select ${authenticatorColumns}, x.${column} as "parentId" from authenticators x
       where x.${column} = any($1::uuid[]) and x.ended_at is null order by x.id`,
      [ids],
    ),
  );

/** Which of these rows meet the condition that a list would have. */
const readable = (database: Database, from: string, scope: (add: Add) => string[]) =>
  new DataLoader<string, boolean>(async (ids) => {
    const { add, values } = new Parameters();
    const conditions = [`x.id = any(${add(ids)}::uuid[])`, ...scope(add)];
    const rows = await database.query<{ id: string }>(
      `select x.id from ${from} where ${conditions.join(' and ')}`,
      values,
    );
    return ids.map((id) => rows.some((row) => row.id === id));
  });

export const createLoaders = (database: Database, principal: Principal) => ({
  /** The caller as each of these users meets them. */
  facing: new DataLoader<string, Principal>(async (ids) => {
    const as = await facingEach(database, principal, ids);
    return ids.map(as);
  }),
  user: byId<User>(database, userList.select, 'users x'),
  role: byId<Role>(database, roleColumns, 'roles x'),
  application: byId<Application>(database, applicationColumns, 'applications x'),
  applicationVersion: byId<ApplicationVersion>(database, versionColumns, 'application_versions x'),
  device: byId<Device>(database, deviceColumns, 'devices x'),
  session: byId<Session>(database, sessionColumns, sessionFrom),
  token: byId<Token>(database, tokenColumns, tokenFrom),
  accessGrant: byId<AccessGrant>(database, accessGrantColumns, accessGrantFrom, { condition: accessGrantLife.live }),
  /** The code that a family began with, whatever has become of it. */
  accessGrantOfFamily: byId<AccessGrant>(database, accessGrantColumns, accessGrantFrom, { column: 'family_id' }),
  consent: byId<Consent>(database, consentColumns, 'consents x', { condition: consentStands('x') }),
  consentInAnyState: byId<Consent>(database, consentColumns, 'consents x'),
  tokenFamily: byId<TokenFamily>(database, familyColumns, familyFrom),
  event: byId<Event>(database, eventColumns, 'events x'),
  revocation: byId<Revocation>(database, revocationColumns, 'revocations x'),
  invitation: byId<Invitation>(database, invitationColumns, 'invitations x'),
  offboarding: byId<Offboarding>(database, offboardingColumns, 'offboardings x', { column: 'user_id' }),
  mail: byId<Mail>(database, mailColumns, 'mails x'),
  authenticator: byId<Authenticator>(database, authenticatorColumns, 'authenticators x', {
    condition: 'x.ended_at is null',
  }),
  /** What each of these was created with. */
  originsOf: byParent<DerivedCredential & { parentId: string }>((ids) => originsOf(database, ids)),
  recoveryCodesLeft: new DataLoader<string, number>(async (ids) => {
    const left = await database.query<{ id: string; n: number }>(
      `select authenticator_id as id, count(*)::int as n from recovery_codes
       where authenticator_id = any($1::uuid[]) and used_at is null group by 1`,
      [ids],
    );
    return ids.map((id) => left.find((row) => row.id === id)?.n ?? 0);
  }),
  authenticatorsOfLink: authenticatorsBy(database, 'device_link_id'),
  authenticatorsOfUser: authenticatorsBy(database, 'user_id'),
  /** Each time a role was given to a user, or to a group that the user is in. */
  heldRolesOfUser: byParent<HeldRole>((ids) =>
    database.query(
      `select ${roleColumns}, h.user_id as "parentId", h.group_id as "groupId", h.assigned_at as "assignedAt",
         case when not ${everywhere('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end as "on"
       from ${HELD_ROLES} h join roles x on x.id = h.role_id where h.user_id = any($1::uuid[]) order by x.name, h.assigned_at`,
      [ids],
    ),
  ),
  /** By their names, which ignore case. */
  roleByName: new DataLoader<string, Role | null>((names) => findRoles(database, names)),
  group: byId<Group>(database, groupColumns, 'groups x'),
  /** Whether a user holds something that the caller does not. */
  holdsMore: new DataLoader<string, boolean>(async (ids) => {
    const exceeding = await exceedingAmong(database, principal, ids);
    return ids.map((id) => exceeding.has(id));
  }),
  /** Whether the caller is in a group or in one below it. */
  isMyGroup: new DataLoader<string, boolean>(async (ids) => {
    const mine = await database.query<{ id: string }>(
      `select x.id from groups x where x.id = any($1::uuid[]) and ${inGroup('$2::uuid')}`,
      [ids, principal.userId],
    );
    return ids.map((id) => mine.some((row) => row.id === id));
  }),
  /** Whether the caller may read them by what is held on an object. */
  mayReadGroup: readable(database, 'groups x', readableGroup(principal)),
  mayReadDevice: readable(database, 'devices x', readableDevice(principal)),
  groupsOfUser: byParent<Group & { parentId: string }>((ids) =>
    database.query(
      `select ${groupColumns}, m.user_id as "parentId" from group_members m join groups x on x.id = m.group_id where m.user_id = any($1::uuid[]) order by x.name_key`,
      [ids],
    ),
  ),
  assignmentsOfGroup: byParent<RoleAssignment & { parentId: string }>((ids) =>
    database.query(
      `select x.role_id as "roleId", x.user_id as "userId", x.group_id as "groupId", x.assigned_at as "assignedAt", x.group_id as "parentId",
         case when not ${everywhere('x')} then jsonb_build_object('userId', x.on_user_id, 'groupId', x.on_group_id, 'path', x.on_path) end as "on"
       from role_assignments x where x.group_id = any($1::uuid[]) order by x.id`,
      [ids],
    ),
  ),
  /** Whether the caller has signed in on a device. */
  isMyDevice: new DataLoader<string, boolean>(async (ids) => {
    const mine = await database.query<{ id: string }>(
      'select device_id as id from device_links where device_id = any($1::uuid[]) and user_id = $2 and ended_at is null',
      [ids, principal.userId],
    );
    return ids.map((id) => mine.some((row) => row.id === id));
  }),
  /** Whether the caller has given consent to an application or has installed it. */
  isMyApplication: new DataLoader<string, boolean>(async (ids) => {
    const mine = await database.query<{ id: string }>(
      `select x.id from applications x where x.id = any($1::uuid[]) and ${applicationsOf('$2::uuid')}`,
      [ids, principal.userId],
    );
    return ids.map((id) => mine.some((row) => row.id === id));
  }),
  isLastAdministrator: new DataLoader<string, boolean>(async (ids) => {
    const last = await lastAdministratorsAmong(database, ids);
    return ids.map((id) => last.has(id));
  }),
  enabledAdministrators: new DataLoader<'all', Administrators>(async () => [await enabledAdministrators(database)]),
  setting: new DataLoader<keyof Settings, unknown>((keys) =>
    Promise.all(keys.map((key) => readSetting(database, key))),
  ),
  applicationHasDevices: new DataLoader<string, boolean>(async (ids) => {
    const used = await database.query<{ id: string }>(
      'select a.id from unnest($1::uuid[]) as a (id) where exists (select from devices d where d.application_id = a.id)',
      [ids],
    );
    return ids.map((id) => used.some((row) => row.id === id));
  }),
  applicationsOfSession: byParent<Application & { parentId: string }>((ids) =>
    database.query(
      `select distinct on (f.session_id, x.id) ${applicationColumns}, f.session_id as "parentId" from token_families f join applications x on x.id = f.application_id
       where f.session_id = any($1::uuid[]) order by f.session_id, x.id`,
      [ids],
    ),
  ),
  latestEventsOfUser: byParent<Event & { parentId: string }>((ids) =>
    database.query(
      `select parent.id as "parentId", e.* from unnest($1::uuid[]) as parent (id) cross join lateral (
         select ${eventColumns} from events x where x.user_id = parent.id order by x.id desc limit ${LATEST_EVENTS}) e`,
      [ids],
    ),
  ),
  liveSessionsOfUser: byParent<Session & { parentId: string; platformCount: number }>((ids) =>
    database.query(
      `select ranked.*, ranked."userId" as "parentId" from (
         select ${sessionColumns}, row_number() over (partition by x.user_id, x.platform order by x.id desc) as "position",
           count(*) over (partition by x.user_id, x.platform) as "platformCount"
         from ${sessionFrom} where x.user_id = any($1::uuid[]) and ${sessionLife.live}) ranked
       where ranked."position" <= ${PER_PLATFORM} order by ranked."platform", ranked."position"`,
      [ids],
    ),
  ),
});
export type Loaders = ReturnType<typeof createLoaders>;

/** What the service lends to every request. */
export interface Services {
  /** By which push services messages can be sent. */
  pushProviders: ReadonlySet<ProviderName>;
  /** Whether there is a mail server. */
  canMail: boolean;
  sealing: SealingKeys;
  /** The origin that browsers use. */
  publicUrl: string;
  clock: Clock;
  /** What each mutation can create and asks for. */
  declarations: ReadonlyMap<string, Declaration>;
}

export interface Context extends Services {
  principal: Principal;
  /** The caller as this user meets them: with what is held on that user too. Within a transaction ask `extent` instead. */
  facing(userId: string | null): Promise<Principal>;
  /** The refusal of every change to a user who is an account of the service itself, or holds more than the caller. */
  untouchable(owner: Owner): Promise<Verdict>;
  /** What a mutation can create and asks for. */
  declared(mutation: string): Declaration;
  caller: Caller;
  database: Database;
  loaders: Loaders;
  pages: PageLoader;
  /** What is refused for lack of permission; written as events before the answer is sent. */
  denials: Denials;
  /** Looks at what a mutation has ended, within its transaction; what it throws undoes the mutation. */
  inspect?: (database: Database, receipt: Receipt | null) => Promise<void>;
}

export const createContext = (
  database: Database,
  principal: Principal,
  caller: Caller,
  services: Services,
): Context => {
  const loaders = createLoaders(database, principal);
  return {
    ...services,
    principal,
    facing: async (userId) =>
      userId === null || principal.scoped.length === 0 ? principal : loaders.facing.load(userId),
    untouchable: async (owner) => {
      const user = typeof owner === 'string' ? await loaders.user.load(owner) : owner;
      if (user?.type === 'INTERNAL_SERVICE_ACCOUNT') return untouchable();
      return user && (await loaders.holdsMore.load(user.id)) ? asMuchForbidden() : null;
    },
    declared: (mutation) => {
      const declaration = services.declarations.get(mutation);
      if (!declaration) throw new Error(`${mutation} does not declare what it creates`);
      return declaration;
    },
    caller,
    database,
    loaders,
    pages: new PageLoader(database),
    denials: new Denials(),
  };
};
