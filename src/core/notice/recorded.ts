/** An event as seen by the mails about it. */
import type { EventOutcome, EventType } from '../../schema/enums';

export interface RecordedEvent {
  id: string;
  type: EventType;
  outcome: EventOutcome;
  userId: string | null;
  details: Record<string, unknown>;
}
