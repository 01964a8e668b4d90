/** Every setting: one line here is its type, bounds, default and description, in the schema and for validation. */
import { registerEnumType } from 'type-graphql';

const LIMIT_BEHAVIOURS = { REFUSE: 'REFUSE', END_OLDEST: 'END_OLDEST' } as const;
export const SessionLimitBehaviour = LIMIT_BEHAVIOURS;
export type SessionLimitBehaviour = keyof typeof LIMIT_BEHAVIOURS;
registerEnumType(LIMIT_BEHAVIOURS, {
  name: 'SessionLimitBehaviour',
  description: 'What happens to a sign-in of somebody who has as many sessions as are allowed.',
  valuesConfig: {
    REFUSE: { description: 'It is refused, and the page says why.' },
    END_OLDEST: { description: 'It succeeds, and the oldest session ends with what it issued.' },
  },
});

interface Flag {
  type: 'boolean';
  default: boolean;
  description: string;
}
interface Whole {
  type: 'integer';
  default: number;
  minimum: number;
  maximum: number;
  description: string;
}
interface Behaviour {
  type: 'limitBehaviour';
  default: SessionLimitBehaviour;
  description: string;
}
export type Definition = Flag | Whole | Behaviour;

const flag = (value: boolean, description: string): Flag => ({ type: 'boolean', default: value, description });
const whole = (value: number, minimum: number, maximum: number, description: string): Whole => ({
  type: 'integer',
  default: value,
  minimum,
  maximum,
  description,
});

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In seconds, a minute at least: times of last use are written every few seconds. */
const lifetime = (value: number, maximum: number, description: string): Whole =>
  whole(value, MINUTE, maximum, `${description} In seconds, for what is issued from the change on.`);
const retention = (value: number, what: string): Whole =>
  whole(value, 1, 36_500, `Days for which ${what}; at least one.`);

export const TABLE = {
  'users.delete.requireDisabled': flag(true, 'Whether a user must be disabled before being deleted.'),
  'users.delete.anonymizeEvents': flag(
    true,
    'Whether deleting a user blanks addresses and names in the events about them.',
  ),
  'users.dormantDays': whole(
    0,
    0,
    3_650,
    'After how many days without activity users are disabled by themselves, looked at every hour; 0 for never. See `dormancyPreview`.',
  ),
  'registration.enabled': flag(false, 'Whether anybody can register (`registerUser`).'),
  'impersonation.enabled': flag(
    false,
    'Whether those who hold the permission can act in the place of a user (`impersonateUser`).',
  ),
  'impersonation.lifetime': whole(
    30 * MINUTE,
    MINUTE,
    8 * HOUR,
    'How long somebody can act in the place of a user at most, in seconds.',
  ),
  'consents.revokeCascade': flag(true, 'Whether revoking a consent also ends the tokens that rest on it.'),
  'sessions.revokeTokens': flag(
    true,
    'Whether revoking a session also ends what it issued, where the caller does not say.',
  ),
  'sessions.idleLifetime': lifetime(14 * DAY, 365 * DAY, 'How long a session lasts without being used.'),
  'sessions.absoluteLifetime': lifetime(
    90 * DAY,
    3_650 * DAY,
    'How long a session lasts at most after the user has proved who they are.',
  ),
  'sessions.limitPerUser': whole(
    0,
    0,
    1_000,
    'How many live sessions a user may have at once, counted at each sign-in; 0 for any number.',
  ),
  'sessions.limitBehaviour': {
    type: 'limitBehaviour',
    default: 'REFUSE',
    description: 'What happens to a sign-in beyond `sessionsLimitPerUser`.',
  } as Behaviour,
  'stepUp.maximumAge': whole(
    0,
    0,
    DAY,
    'How old the sign-in of a user may be, in seconds, for a mutation that ends something; 0 for any age.',
  ),
  'stepUp.secondFactor': flag(
    false,
    'Whether a user must have signed in with a second factor for a mutation that ends something.',
  ),
  'stepUp.authorityMaximumAge': whole(
    10 * MINUTE,
    0,
    DAY,
    'How old the sign-in of a user may be, in seconds, for a mutation that creates or removes credentials, authority or accounts; 0 for any age. `stepUpMaximumAge` holds for them too.',
  ),
  'factors.endOneFactorSessions': flag(
    true,
    'Whether the other sessions of a user end when they add their first second factor, where those began with one factor.',
  ),
  'tokens.accessLifetime': lifetime(15 * MINUTE, DAY, 'How long an access token of a user lasts.'),
  'tokens.machineAccessLifetime': lifetime(
    HOUR,
    DAY,
    'How long an access token lasts that a client gets for itself (client credentials).',
  ),
  'tokens.refreshIdleLifetime': lifetime(
    30 * DAY,
    365 * DAY,
    'How long a refresh token lasts without being used; each use gives a new one.',
  ),
  'tokens.refreshAbsoluteLifetime': lifetime(
    365 * DAY,
    3_650 * DAY,
    'How long tokens can be renewed from one authorization.',
  ),
  'tokens.apiMaximumLifetime': lifetime(365 * DAY, 3_650 * DAY, 'How long an API token lasts at most.'),
  'retention.tokens': retention(30, 'tokens and access grants are kept after they expired or ended, and invitations'),
  'retention.sessions': retention(90, 'sessions are kept after they expired or ended'),
  'retention.consents': retention(365, 'consents are kept after they expired or were revoked'),
  'retention.deviceLinks': retention(365, 'it is kept that a user was on a device'),
  'retention.idempotencyKeys': retention(7, 'an idempotency key is remembered'),
  'retention.signingKeys': retention(365, 'a retired signing key is kept'),
  'retention.jobs': retention(30, 'jobs that were given up, and what became of mails, are kept'),
  'retention.events': retention(730, 'events are kept, by whole months'),
  'retention.receipts': retention(1_825, 'receipts are kept, and longer as long as something shows them'),
} satisfies Record<string, Definition>;

type Value<D> = D extends Flag ? boolean : D extends Whole ? number : SessionLimitBehaviour;
export type SettingKey = keyof typeof TABLE;
export type Settings = { [K in SettingKey]: Value<(typeof TABLE)[K]> };
export const SETTINGS = Object.entries(TABLE) as [SettingKey, Definition][];

/** `sessions.idleLifetime` is `sessionsIdleLifetime` in the schema. */
export const fieldOf = (key: SettingKey): string => key.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
