/** All settings: one line defines the type, bounds, default and description, for the schema and for validation. */
import { registerEnumType } from 'type-graphql';

const LIMIT_BEHAVIOURS = { REFUSE: 'REFUSE', END_OLDEST: 'END_OLDEST' } as const;
export const SessionLimitBehaviour = LIMIT_BEHAVIOURS;
export type SessionLimitBehaviour = keyof typeof LIMIT_BEHAVIOURS;
registerEnumType(LIMIT_BEHAVIOURS, {
  name: 'SessionLimitBehaviour',
  description: 'What happens when a user who has reached the session limit signs in.',
  valuesConfig: {
    REFUSE: { description: 'The sign-in is refused with an explanation.' },
    END_OLDEST: { description: 'The sign-in succeeds, and the oldest session ends together with its tokens.' },
  },
});

interface BooleanSetting {
  type: 'boolean';
  default: boolean;
  description: string;
}
interface IntegerSetting {
  type: 'integer';
  default: number;
  minimum: number;
  maximum: number;
  description: string;
}
interface LimitBehaviourSetting {
  type: 'limitBehaviour';
  default: SessionLimitBehaviour;
  description: string;
}
export type Definition = BooleanSetting | IntegerSetting | LimitBehaviourSetting;

const booleanSetting = (value: boolean, description: string): BooleanSetting => ({
  type: 'boolean',
  default: value,
  description,
});
const integerSetting = (value: number, minimum: number, maximum: number, description: string): IntegerSetting => ({
  type: 'integer',
  default: value,
  minimum,
  maximum,
  description,
});

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In seconds, at least a minute, because times of last use are written only every few seconds. */
const lifetime = (value: number, maximum: number, description: string): IntegerSetting =>
  integerSetting(value, MINUTE, maximum, `${description} In seconds, for what is issued from the change on.`);
const retention = (value: number, what: string): IntegerSetting =>
  integerSetting(value, 1, 36_500, `Number of days for which ${what}; at least 1.`);

export const TABLE = {
  'users.delete.requireDisabled': booleanSetting(true, 'Whether a user must be disabled before being deleted.'),
  'users.delete.anonymizeEvents': booleanSetting(
    true,
    'Whether deleting a user removes addresses and names from the events about them.',
  ),
  'users.dormantDays': integerSetting(
    0,
    0,
    3_650,
    'Days of inactivity after which users are disabled automatically, checked every hour; 0 to never disable them. See `dormancyPreview`.',
  ),
  'registration.enabled': booleanSetting(false, 'Whether anyone can register (`registerUser`).'),
  'impersonation.enabled': booleanSetting(
    false,
    'Whether users with the permission can impersonate others (`impersonateUser`).',
  ),
  'impersonation.lifetime': integerSetting(
    30 * MINUTE,
    MINUTE,
    8 * HOUR,
    'Maximum duration of an impersonation, in seconds.',
  ),
  'consents.revokeCascade': booleanSetting(
    true,
    'Whether revoking a consent also revokes the tokens that are based on it.',
  ),
  'sessions.revokeTokens': booleanSetting(
    true,
    'Whether revoking a session also revokes the tokens it issued, unless the mutation specifies otherwise.',
  ),
  'sessions.idleLifetime': lifetime(14 * DAY, 365 * DAY, 'How long a session stays valid without being used.'),
  'sessions.absoluteLifetime': lifetime(
    90 * DAY,
    3_650 * DAY,
    'Maximum time a session stays valid after the user authenticated.',
  ),
  'sessions.limitPerUser': integerSetting(
    0,
    0,
    1_000,
    'Maximum number of live sessions per user, checked at sign-in; 0 for no limit.',
  ),
  'sessions.limitBehaviour': {
    type: 'limitBehaviour',
    default: 'REFUSE',
    description: 'What happens when a sign-in exceeds `sessionsLimitPerUser`.',
  } as LimitBehaviourSetting,
  'stepUp.maximumAge': integerSetting(
    0,
    0,
    DAY,
    "Maximum age of a user's sign-in, in seconds, for mutations that end something; 0 for any age.",
  ),
  'stepUp.secondFactor': booleanSetting(
    false,
    'Whether mutations that end something require a sign-in with a second factor.',
  ),
  'stepUp.authorityMaximumAge': integerSetting(
    10 * MINUTE,
    0,
    DAY,
    "Maximum age of a user's sign-in, in seconds, for mutations that create or remove credentials, authority or accounts; 0 for any age. `stepUpMaximumAge` applies to them too.",
  ),
  'factors.endOneFactorSessions': booleanSetting(
    true,
    "Whether a user's other sessions end when they add their first second factor, if those sessions started with one factor.",
  ),
  'tokens.accessLifetime': lifetime(15 * MINUTE, DAY, "Lifetime of a user's access token."),
  'tokens.machineAccessLifetime': lifetime(
    HOUR,
    DAY,
    'Lifetime of an access token that a client obtains for itself (client credentials).',
  ),
  'tokens.refreshIdleLifetime': lifetime(
    30 * DAY,
    365 * DAY,
    'How long a refresh token stays valid without being used; each use returns a new one.',
  ),
  'tokens.refreshAbsoluteLifetime': lifetime(
    365 * DAY,
    3_650 * DAY,
    'Maximum time for which an authorization can be renewed.',
  ),
  'tokens.apiMaximumLifetime': lifetime(365 * DAY, 3_650 * DAY, 'Maximum lifetime of an API token.'),
  'retention.tokens': retention(30, 'tokens, access grants and invitations are kept after they expired or ended'),
  'retention.sessions': retention(90, 'sessions are kept after they expired or ended'),
  'retention.consents': retention(365, 'consents are kept after they expired or were revoked'),
  'retention.deviceLinks': retention(365, 'ended links between users and devices are kept'),
  'retention.idempotencyKeys': retention(7, 'idempotency keys are kept'),
  'retention.signingKeys': retention(365, 'retired signing keys are kept'),
  'retention.jobs': retention(30, 'failed jobs and the delivery status of mails are kept'),
  'retention.events': retention(730, 'events are kept, in whole months'),
  'retention.receipts': retention(1_825, 'receipts are kept, or longer while something refers to them'),
} satisfies Record<string, Definition>;

type Value<D> = D extends BooleanSetting ? boolean : D extends IntegerSetting ? number : SessionLimitBehaviour;
export type SettingKey = keyof typeof TABLE;
export type Settings = { [K in SettingKey]: Value<(typeof TABLE)[K]> };
export const SETTINGS = Object.entries(TABLE) as [SettingKey, Definition][];

/** `sessions.idleLifetime` is `sessionsIdleLifetime` in the schema. */
export const fieldOf = (key: SettingKey): string => key.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
