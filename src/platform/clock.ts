/** The one source of the present time in the process; whether something has expired is PostgreSQL's to say, with its own now(). */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
