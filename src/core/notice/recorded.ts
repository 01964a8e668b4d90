/** An event as the mails about it know it. */
import type { EventOutcome, EventType } from '../../schema/enums';

export interface Recorded {
  id: string;
  type: EventType;
  outcome: EventOutcome;
  userId: string | null;
  details: Record<string, unknown>;
}
