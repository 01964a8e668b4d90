/** Lists of what was created with something. */
import type { Database } from '../../database/database';
import type { ListSource } from '../../database/list';
import { columnsOf } from '../../schema/columns';
import type { DerivedCredentialKind } from '../../schema/enums';
import { connectionOf } from '../../schema/page';
import { userMaySignIn } from '../../core/liveness/live';
import { isLive, type SelectionKind } from '../../core/revocation/selection';
import { DerivedCredential } from './entity';

export const DerivedCredentialConnection = connectionOf(
  () => DerivedCredential,
  'DerivedCredential',
  'derived credentials',
);

const SELECTED: Record<Exclude<DerivedCredentialKind, 'TOKEN_FAMILY' | 'CHANGE'>, SelectionKind> = {
  PASSWORD: 'password',
  AUTHENTICATOR: 'authenticator',
  RECOVERY_LINK: 'recoveryLink',
  API_TOKEN: 'token',
  CLIENT_SECRET: 'clientSecret',
  REGISTRATION_TOKEN: 'registrationToken',
  DEVICE: 'device',
  INVITATION: 'invitation',
  SESSION: 'session',
  APPLICATION: 'application',
  USER: 'user',
  ROLE_ASSIGNMENT: 'roleAssignment',
  GROUP_MEMBERSHIP: 'groupMembership',
  OFFBOARDING: 'offboarding',
};

const FAMILY_LIVE = `exists (select from token_families f where f.id = d.credential_id and f.ended_at is null and f.expires_at > now())`;

/** Whether it can be used now: what is a user's waits while that user may not sign in. */
const LIVE = `(case d.kind
    ${Object.entries(SELECTED)
      .map(([kind, selection]) => `when '${kind}' then ${isLive(selection, 'd.credential_id')}`)
      .join('\n    ')}
    when 'CHANGE' then false
    else ${FAMILY_LIVE} end
  and (d.user_id is null or d.kind in ('SESSION', 'USER', 'INVITATION', 'RECOVERY_LINK', 'OFFBOARDING')
    or exists (select from users u where u.id = d.user_id and ${userMaySignIn('u')})))`;

const SOURCE_KIND = '(select o.kind from derived_credentials o where o.credential_id = d.source_id limit 1)';

/** With what is computed. */
export const derivedSource = `(select d.*, ${LIVE} as live, ${SOURCE_KIND} as source_kind from derived_credentials d) x`;
export const derivedColumns = `${columnsOf(DerivedCredential, 'x')}, x.live, x.source_kind as "sourceKind"`;

export const derivedList: ListSource<never> = {
  name: 'derivedCredentials',
  select: derivedColumns,
  from: derivedSource,
  countFrom: () => 'derived_credentials x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

/** What these were created with. */
export const originsOf = (
  database: Database,
  credentialIds: readonly string[],
): Promise<(DerivedCredential & { parentId: string })[]> =>
  database.query(
    `select ${derivedColumns}, x.credential_id as "parentId" from ${derivedSource} where x.credential_id = any($1::uuid[]) order by x.id`,
    [credentialIds],
  );
