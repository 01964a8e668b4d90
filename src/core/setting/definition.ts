/** How a module defines its settings: one line gives the type, bounds, default and description, for the schema and for validation. */

export type SessionLimitBehaviour = 'REFUSE' | 'END_OLDEST';

export interface BooleanSetting {
  type: 'boolean';
  default: boolean;
  description: string;
}
export interface IntegerSetting {
  type: 'integer';
  default: number;
  minimum: number;
  maximum: number;
  description: string;
}
export interface LimitBehaviourSetting {
  type: 'limitBehaviour';
  default: SessionLimitBehaviour;
  description: string;
}
export interface TextSetting {
  type: 'text';
  default: string | null;
  description: string;
  /** What is wrong with a value; null if it is allowed. */
  fault(value: string): string | null;
}
export type Definition = BooleanSetting | IntegerSetting | LimitBehaviourSetting | TextSetting;

export const booleanSetting = (value: boolean, description: string): BooleanSetting => ({
  type: 'boolean',
  default: value,
  description,
});
export const integerSetting = (
  value: number,
  minimum: number,
  maximum: number,
  description: string,
): IntegerSetting => ({
  type: 'integer',
  default: value,
  minimum,
  maximum,
  description,
});

export const textSetting = <Default extends string | null>(
  value: Default,
  description: string,
  fault: TextSetting['fault'],
): TextSetting & { default: Default } => ({ type: 'text', default: value, description, fault });

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** In seconds, at least a minute, because times of last use are written only every few seconds. */
export const lifetime = (value: number, maximum: number, description: string): IntegerSetting =>
  integerSetting(value, MINUTE, maximum, `${description} In seconds, for what is issued from the change on.`);
export const retention = (value: number, what: string): IntegerSetting =>
  integerSetting(value, 1, 36_500, `Number of days for which ${what}; at least 1.`);
