/** Writes a consent: given on the consent page, on a device, or unasked where the application is implicit. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { ConsentMode } from '../../schema/enums';
import { recordEvents, type Caller } from '../../core/event/record';
import { consentRanOut } from '../../core/liveness/live';

export interface ConsentGiven {
  userId: string;
  applicationId: string;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  scopes: string[];
  /** At resource servers, by their identifiers. */
  resources: Record<string, string[]>;
  deviceId: string | null;
  sessionId: string | null;
}

const DEFAULT_LIFETIME = 30 * 24 * 60 * 60;

/** What has run out makes place, and keeps what rested on it dead. */
const SET_ASIDE = `
  update consents c set revoked_at = c.expires_at, end_reason = 'EXPIRED'
  where c.user_id = $1 and c.application_id = $2 and c.revoked_at is null and ${consentRanOut('c')}`;

/** One row per user and application however many give it at once; what stands is extended. */
const GIVE = `
  insert into consents as c (id, user_id, application_id, scopes, resource_scopes, created_at, updated_at, expires_at)
  values ($1, $2, $3, $4::text[], $5::jsonb, now(), now(), now() + make_interval(secs => $6))
  on conflict (user_id, application_id) where revoked_at is null do update set
    scopes = array(select distinct s from unnest(c.scopes || excluded.scopes) s order by s),
    resource_scopes = (
      select coalesce(jsonb_object_agg(r.resource, r.scopes), '{}') from (
        select e.key as resource, jsonb_agg(distinct s) as scopes from (
          select * from jsonb_each(c.resource_scopes) union all select * from jsonb_each(excluded.resource_scopes)) e,
        jsonb_array_elements(e.value) s group by e.key) r),
    updated_at = now(), expires_at = excluded.expires_at
  returning c.id`;

/** The caller has locked the user's row. */
export const writeConsent = async (database: Database, caller: Caller, given: ConsentGiven): Promise<string> => {
  const { userId, applicationId, consentMode, scopes, resources, deviceId, sessionId } = given;
  const lifetime = consentMode === 'EXPIRES' ? (given.consentLifetime ?? DEFAULT_LIFETIME) : null;
  await database.execute(SET_ASIDE, [userId, applicationId]);
  const row = await database.one<{ id: string }>(GIVE, [
    newId(),
    userId,
    applicationId,
    [...scopes].sort(),
    JSON.stringify(resources),
    lifetime,
  ]);
  await recordEvents(database, caller, [
    {
      type: 'CONSENT_GIVEN',
      userId,
      applicationId,
      deviceId,
      sessionId,
      details: { scopes, resources, asked: consentMode !== 'IMPLICIT' },
    },
  ]);
  return row!.id;
};
