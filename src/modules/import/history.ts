/** What a line says about the user in the system they come from: their ids there, since when they exist, and what they still have to do. */
import type { RequiredAction } from '../../schema/enums';
import { invalidInput } from '../../schema/errors';
import { checkPreviousId } from '../user';

export const MAX_PREVIOUS_IDS = 10;

/** What a field of a file gives: text, a list, or a list as JSON in a cell. */
const listOf = (field: string, value: unknown): unknown[] => {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !value.startsWith('[')) return [value];
  try {
    return JSON.parse(value) as unknown[];
  } catch {
    throw invalidInput(field, `\`${field}\` must be a JSON list.`);
  }
};

export const previousIdsOf = (one: unknown, all: unknown): string[] => {
  const ids = [...listOf('previousId', one), ...listOf('previousIds', all)].map((id) => {
    if (typeof id !== 'string') throw invalidInput('previousId', '`previousId` must be text.');
    checkPreviousId(id);
    return id;
  });
  if (ids.length > MAX_PREVIOUS_IDS)
    throw invalidInput('previousIds', `A user can have at most ${MAX_PREVIOUS_IDS} previous ids.`);
  return [...new Set(ids)];
};

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** OpenID Connect Core section 2: at most 255 ASCII characters. Ids of this service are never the `sub` of somebody who moved here. */
export const subjectOf = ([previousId]: string[]): string | null => {
  if (previousId === undefined) return null;
  if (!/^[\x21-\x7e]+$/.test(previousId))
    throw invalidInput('previousId', 'A `sub` consists of ASCII characters without spaces.');
  if (/^[a-z]{3}_[0-9a-z]{26}$/.test(previousId))
    throw invalidInput('previousId', 'This id cannot be kept as the `sub`, because ids of this service look like it.');
  return previousId;
};

/** Whether the day exists: JavaScript reads 30 February as 2 March. */
const isDay = (day: string): boolean => {
  const read = new Date(day);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
};

/** Smaller numbers are seconds, not milliseconds: they would be a time before 1973. */
const LEAST_MILLISECONDS = 1e11;

const timeOf = (value: unknown): Date | null => {
  if (typeof value === 'number') return value < LEAST_MILLISECONDS ? null : new Date(value);
  return typeof value === 'string' && TIME.test(value) && isDay(value.slice(0, 10)) ? new Date(value) : null;
};

/** A time in ISO 8601 with its offset, a date, or milliseconds since 1970. Null if there is none. */
export const createdAtOf = (value: unknown, now: Date): Date | null => {
  if (value === undefined || value === null || value === '') return null;
  const time = timeOf(value);
  if (!time || !(time.getTime() >= 0))
    throw invalidInput(
      'createdAt',
      '`createdAt` must be a time since 1970 in ISO 8601, such as `2019-03-01T09:30:00Z`, or in milliseconds since 1970.',
    );
  if (time > now) throw invalidInput('createdAt', '`createdAt` must not be in the future.');
  return time;
};

/** The actions by their names here and in Keycloak. Others cannot be enforced here. */
const ACTIONS: Record<string, RequiredAction> = {
  ...{ CHANGE_PASSWORD: 'CHANGE_PASSWORD', UPDATE_PASSWORD: 'CHANGE_PASSWORD' },
  VERIFY_EMAIL: 'VERIFY_EMAIL',
  ...{ ENROLL_FACTOR: 'ENROLL_FACTOR', CONFIGURE_TOTP: 'ENROLL_FACTOR', 'webauthn-register': 'ENROLL_FACTOR' },
};

/** Names in a list, or in a text separated by spaces or commas. */
const namesOf = (value: unknown): unknown[] =>
  listOf('requiredActions', value).flatMap((name) =>
    typeof name === 'string' && name !== '' ? name.split(/[\s,;]+/).filter((part) => part !== '') : [name],
  );

/** `omitUnknown` leaves out the actions that do not exist here; otherwise the line is refused. */
export const requiredActionsOf = (value: unknown, omitUnknown: boolean): RequiredAction[] => {
  const actions = namesOf(value).flatMap((name) => {
    const action = typeof name === 'string' && Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : null;
    if (action) return [action];
    if (omitUnknown) return [];
    throw invalidInput(
      'requiredActions',
      `\`requiredActions\` can be ${Object.keys(ACTIONS).join(', ')}. Remove the others, or upload the file with \`requiredActions=omit\`.`,
    );
  });
  return [...new Set(actions)];
};
