/** Permission denials of one request, recorded once per field, no matter how many objects were involved. */
import type { NewEvent } from './record';

const eventOf = (field: string, needs: string): NewEvent => ({
  type: 'ACCESS_DENIED',
  outcome: 'DENIED',
  details: { field, needs },
});

export class Denials {
  private noted: Map<string, string> | null = null;
  private late: ((event: NewEvent) => void) | null = null;

  note(field: string, needs: string): void {
    this.noted ??= new Map();
    if (this.noted.has(field)) return;
    this.noted.set(field, needs);
    this.late?.(eventOf(field, needs));
  }

  /** Returns the denials so far. A refusal may end an operation while other fields are still running: their denials go to `late`. */
  take(late: (event: NewEvent) => void): NewEvent[] {
    this.late = late;
    return [...(this.noted ?? [])].map(([field, needs]) => eventOf(field, needs));
  }
}
