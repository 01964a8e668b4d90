/**
 * What a token may do now: of the scopes that it was issued with, those that its application, its consent and the service still allow. In SQL, for
 * the statement that also asks whether the token is live, so nothing that was copied at issuance is trusted later.
 */
import { DEFAULT_SCOPES } from '../../schema/scopes';

const DEFAULTS = `'{${DEFAULT_SCOPES.join(',')}}'::text[]`;

/** What an application may ask for; `a` is a row of applications. */
const scopesOf = (a: string): string => `case when ${a}.scopes = '{}' then ${DEFAULTS} else ${a}.scopes end`;

/**
 * Of a token `x` for this service, after the joins of the live predicate. `account` belongs to first-party applications; API tokens and
 * impersonations never hold it. The own credentials of an installation speak for the installation alone, so they hold nothing here.
 */
export const allowedScopes = (x: string): string => `array(
    select s from unnest(${x}.scopes) s
    where not (${x}.device_id is not null and ${x}.user_id is null)
      and (${x}.kind = 'API' or s = any(${scopesOf('la')}))
      and (${x}.consent_id is null or s = any(lc.scopes))
      and (s <> 'account' or (${x}.kind <> 'API' and la.first_party and ls.impersonator_id is null)))`;
