/**
 * The effective scopes of a token: of the scopes it was issued with, those that the application, the consent and the service still allow.
 * Written in SQL for the statement that also checks whether the token is live, so that nothing copied at issuance is trusted later.
 */
import { DEFAULT_SCOPES } from '../../schema/scopes';

const DEFAULTS = `'{${DEFAULT_SCOPES.join(',')}}'::text[]`;

/** The scopes an application can request; `a` is a row of applications. */
const scopesOf = (a: string): string => `case when ${a}.scopes = '{}' then ${DEFAULTS} else ${a}.scopes end`;

/**
 * For a token `x` of this service, after the joins of the live predicate. `account` is limited to first-party applications and never allowed for
 * API tokens and impersonations. The client credentials of an installation only identify the installation and grant nothing here.
 */
export const allowedScopes = (x: string): string => `array(
    select s from unnest(${x}.scopes) s
    where not (${x}.device_id is not null and ${x}.user_id is null)
      and (${x}.kind = 'API' or s = any(${scopesOf('la')}))
      and (${x}.consent_id is null or s = any(lc.scopes))
      and (s <> 'account' or (${x}.kind <> 'API' and la.first_party and ls.impersonator_id is null)))`;
