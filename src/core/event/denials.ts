/** What one request was refused for lack of permission: once for each field, however many objects it was asked of. */
import type { NewEvent } from './record';

const eventOf = (field: string, needs: string): NewEvent => ({
  type: 'ACCESS_DENIED',
  outcome: 'DENIED',
  details: { field, needs },
});

export class Denials {
  private readonly noted = new Map<string, string>();
  private late: ((event: NewEvent) => void) | null = null;

  note(field: string, needs: string): void {
    if (this.noted.has(field)) return;
    this.noted.set(field, needs);
    this.late?.(eventOf(field, needs));
  }

  /** What was noted so far. A refusal may end an operation while other fields of it are still at work: what they add goes to `late`. */
  take(late: (event: NewEvent) => void): NewEvent[] {
    this.late = late;
    return [...this.noted].map(([field, needs]) => eventOf(field, needs));
  }
}
