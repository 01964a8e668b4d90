/** Enums of the audit trail. */
import { registerEnumType } from 'type-graphql';
import type { EventTypes } from '../../platform/vocabulary';
import { describedEnum, type EnumValue } from './described-enum';

export const EventOutcome = describedEnum('EventOutcome', 'Outcome of the reported action.', {
  SUCCESS: 'It succeeded.',
  FAILURE: 'It was attempted and failed.',
  DENIED: 'It was refused because the caller lacks permission.',
});
export type EventOutcome = EnumValue<typeof EventOutcome>;

const descriptions: Record<string, { description: string }> = {};
export type EventType = keyof EventTypes;
/** Each module declares its events in `vocabulary.ts`. */
export const EventType = {} as { [K in EventType]: K };
registerEnumType(EventType, { name: 'EventType', description: 'Type of event.', valuesConfig: descriptions });

/** Adds an event type of a module. */
export const registerEventType = (type: string, description: string): void => {
  Object.assign(EventType, { [type]: type });
  descriptions[type] = { description };
};
