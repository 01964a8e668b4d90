/** The standing consent of a user for an application: read for each authorization, given on the consent page or, in mode IMPLICIT, unasked. */
import { errors } from 'oidc-provider';
import type { Database } from '../database/database';
import { newId } from '../platform/random';
import { recordEvents } from '../modules/event/record';
import { consentStands } from '../modules/revocation/live';
import type { ClientFacts } from './client-facts';
import { currentRequest } from './request-scope';

/** Scopes asked for: at the service itself, and at each resource server by its identifier. */
export interface Scopes {
  scopes: string[];
  resources: Record<string, string[]>;
}

export interface StandingConsent extends Scopes {
  id: string;
}

export const findConsent = (
  database: Database,
  userId: string,
  applicationId: string,
): Promise<StandingConsent | null> =>
  database.one(
    `select c.id, c.scopes, c.resource_scopes as resources from consents c
     where c.user_id = $1 and c.application_id = $2 and ${consentStands('c')}`,
    [userId, applicationId],
  );

const DEFAULT_LIFETIME = 30 * 24 * 60 * 60;

/** One row per user and application however many give it at once; what stands is extended, what has expired is replaced. */
const GIVE = `
  insert into consents as c (id, user_id, application_id, scopes, resource_scopes, created_at, updated_at, expires_at)
  values ($1, $2, $3, $4::text[], $5::jsonb, now(), now(), now() + make_interval(secs => $6))
  on conflict (user_id, application_id) where revoked_at is null do update set
    scopes = case when ${consentStands('c')}
      then array(select distinct s from unnest(c.scopes || excluded.scopes) s order by s) else excluded.scopes end,
    resource_scopes = (
      select coalesce(jsonb_object_agg(r.resource, r.scopes), '{}') from (
        select e.key as resource, jsonb_agg(distinct s) as scopes from (
          select * from jsonb_each(c.resource_scopes) where ${consentStands('c')}
          union all select * from jsonb_each(excluded.resource_scopes)) e,
        jsonb_array_elements(e.value) s group by e.key) r),
    updated_at = now(), expires_at = excluded.expires_at
  returning c.id`;

/** The caller has locked the user's row. */
export const giveConsent = async (
  userId: string,
  client: ClientFacts,
  given: Scopes,
  sessionId: string | null,
): Promise<string> => {
  const request = currentRequest();
  const database = await request.database();
  const lifetime = client.consentMode === 'EXPIRES' ? (client.consentLifetime ?? DEFAULT_LIFETIME) : null;
  const row = await database.one<{ id: string }>(GIVE, [
    newId(),
    userId,
    client.applicationId,
    [...given.scopes].sort(),
    JSON.stringify(given.resources),
    lifetime,
  ]);
  await recordEvents(database, request.caller({ userId, applicationId: client.applicationId, sessionId }), [
    {
      type: 'CONSENT_GIVEN',
      userId,
      applicationId: client.applicationId,
      deviceId: client.device?.id ?? null,
      sessionId,
      details: { scopes: given.scopes, resources: given.resources, asked: client.consentMode !== 'IMPLICIT' },
    },
  ]);
  return row!.id;
};

const covers = (standing: Scopes | null, asked: Scopes): boolean =>
  standing !== null &&
  asked.scopes.every((scope) => standing.scopes.includes(scope)) &&
  Object.entries(asked.resources).every(([resource, scopes]) =>
    scopes.every((scope) => standing.resources[resource]?.includes(scope)),
  );

export { covers as consentCovers };

/** What an authorization rests on, as `loadExistingGrant` found it in this request. */
export interface ConsentState {
  asked: Scopes;
  standing: StandingConsent | null;
}

export const CONSENT = 'consent';

/** The consent that a family is written with. */
export const consentForIssue = async (userId: string, client: ClientFacts): Promise<string> => {
  const request = currentRequest();
  const state = (await request.memory.get(CONSENT)) as ConsentState | undefined;
  if (!state) throw new Error('a code without a grant');
  const { standing, asked } = state;
  if (client.consentMode === 'IMPLICIT' && !covers(standing, asked)) return giveConsent(userId, client, asked, null);
  if (!standing) throw new errors.AccessDenied('the consent has been revoked');
  return standing.id;
};
