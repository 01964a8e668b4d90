/** One strict reading of values from files, for all formats: what cannot be read is refused, never replaced by a default. */
import { invalidInput } from '../../schema/errors';

const FLAGS: Record<string, boolean> = {
  ...{ true: true, yes: true, on: true, y: true, t: true, 1: true },
  ...{ false: false, no: false, off: false, n: false, f: false, 0: false },
};

/** Whether a field has a value: it is not missing, null or empty text. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** true or false in one of the spellings that systems use, whatever their case. Undefined if there is no value. */
export const readFlag = (field: string, value: unknown): boolean | undefined => {
  if (!isGiven(value)) return undefined;
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
  const flag = Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined;
  if (flag === undefined)
    throw invalidInput(
      field,
      `\`${field}\` must be true or false (or yes and no, on and off, y and n, t and f, 1 and 0).`,
    );
  return flag;
};

/** Whether the user is disabled, from fields that say so or that say the opposite. They must agree. Undefined if none says it. */
export const readDisabled = (
  fields: Record<string, unknown>,
  enabled: string[],
  disabled: string[] = [],
): boolean | undefined => {
  const said = [
    ...enabled.map((field) => ({ field, flag: readFlag(field, fields[field]), means: false })),
    ...disabled.map((field) => ({ field, flag: readFlag(field, fields[field]), means: true })),
  ].flatMap(({ field, flag, means }) => (flag === undefined ? [] : [{ field, isDisabled: flag === means }]));
  const other = said.find(({ isDisabled }) => isDisabled !== said[0]!.isDisabled);
  if (other) throw invalidInput(other.field, `\`${other.field}\` contradicts \`${said[0]!.field}\`.`);
  return said[0]?.isDisabled;
};

/** Text; null if there is none. */
export const readText = (field: string, value: unknown): string | null => {
  if (!isGiven(value)) return null;
  if (typeof value !== 'string') throw invalidInput(field, `\`${field}\` must be text.`);
  return value;
};

/** A number, also if it is written as text; NaN if there is none. */
export const readNumber = (field: string, value: unknown): number => {
  if (!isGiven(value)) return NaN;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw invalidInput(field, `\`${field}\` must be a number.`);
  return number;
};

/** The parts of a name, separated by spaces. */
export const joinNames = (fields: Record<string, unknown>, names: string[]): string =>
  names.flatMap((name) => readText(name, fields[name])?.trim() || []).join(' ');

/** Milliseconds since 1970 as a number, also if they are written as text. Other values are returned as they are. */
export const asMilliseconds = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{12,15}$/.test(value) ? Number(value) : value;
