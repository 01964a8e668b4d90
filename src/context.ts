/** What one GraphQL request carries: who calls, the database, and loaders that live as long as the request. */
import type { Database } from './database/database';
import DataLoader from 'dataloader';
import { byId, byParent, PageLoader } from './database/loaders';
import { accessGrantColumns, accessGrantFrom, accessGrantLife } from './modules/access-grant/list';
import type { AccessGrant } from './modules/access-grant/entity';
import type { ApplicationVersion } from './modules/app-version/entity';
import { versionColumns } from './modules/app-version/list';
import { applicationColumns, applicationsOf } from './modules/application/list';
import type { Application } from './modules/application/entity';
import { consentColumns } from './modules/consent/list';
import type { Consent } from './modules/consent/entity';
import { deviceColumns } from './modules/device/list';
import type { Device } from './modules/device/entity';
import { eventColumns } from './modules/event/list';
import type { Event } from './modules/event/entity';
import { Denials } from './modules/event/denials';
import type { Caller } from './modules/event/record';
import { familyColumns, familyFrom, type TokenFamily } from './modules/lineage/family';
import { consentStands } from './modules/revocation/live';
import { revocationColumns } from './modules/revocation/list';
import type { Receipt } from './modules/revocation/engine';
import type { Revocation } from './modules/revocation/entity';
import type { ProviderName } from './push';
import type { Authenticator } from './modules/mobile/entity';
import { authenticatorColumns } from './modules/mobile/list';
import { columnsOf } from './schema/columns';
import { Role } from './modules/role/entity';
import { findRoles } from './modules/role/find';
import { sessionColumns, sessionFrom, sessionLife } from './modules/session/list';
import type { Session } from './modules/session/entity';
import { readSetting, type Settings } from './modules/setting/settings';
import { tokenColumns, tokenFrom } from './modules/token/list';
import type { Token } from './modules/token/entity';
import { lastAdministratorsAmong } from './modules/user/administrators';
import { userList } from './modules/user/list';
import type { User } from './modules/user/entity';
import type { Principal } from './modules/viewer/principal';

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

export const createLoaders = (database: Database, { userId }: Principal) => ({
  user: byId<User>(database, userList.select, 'users x'),
  role: byId<Role>(database, columnsOf(Role, 'x'), 'roles x'),
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
  authenticator: byId<Authenticator>(database, authenticatorColumns, 'authenticators x', {
    condition: 'x.ended_at is null',
  }),
  authenticatorsOfLink: authenticatorsBy(database, 'device_link_id'),
  authenticatorsOfUser: authenticatorsBy(database, 'user_id'),
  rolesOfUser: byParent<Role & { parentId: string }>((ids) =>
    database.query(
      `select ${columnsOf(Role, 'x')}, ur.user_id as "parentId" from user_roles ur join roles x on x.id = ur.role_id where ur.user_id = any($1::uuid[]) order by x.name`,
      [ids],
    ),
  ),
  /** By their names, which ignore case. */
  roleByName: new DataLoader<string, Role | null>((names) => findRoles(database, names)),
  /** Whether the caller has signed in on a device. */
  isMyDevice: new DataLoader<string, boolean>(async (ids) => {
    const mine = await database.query<{ id: string }>(
      'select device_id as id from device_links where device_id = any($1::uuid[]) and user_id = $2 and ended_at is null',
      [ids, userId],
    );
    return ids.map((id) => mine.some((row) => row.id === id));
  }),
  /** Whether the caller has given consent to an application or has installed it. */
  isMyApplication: new DataLoader<string, boolean>(async (ids) => {
    const mine = await database.query<{ id: string }>(
      `select x.id from applications x where x.id = any($1::uuid[]) and ${applicationsOf('$2::uuid')}`,
      [ids, userId],
    );
    return ids.map((id) => mine.some((row) => row.id === id));
  }),
  isLastAdministrator: new DataLoader<string, boolean>(async (ids) => {
    const last = await lastAdministratorsAmong(database, ids);
    return ids.map((id) => last.has(id));
  }),
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

export interface Context {
  /** By which push services messages can be sent. */
  pushProviders: ReadonlySet<ProviderName>;
  principal: Principal;
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
  pushProviders: ReadonlySet<ProviderName> = new Set(),
): Context => ({
  pushProviders,
  principal,
  caller,
  database,
  loaders: createLoaders(database, principal),
  pages: new PageLoader(database),
  denials: new Denials(),
});
