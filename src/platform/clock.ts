/** The only source of the current time in the process. Whether something has expired is decided by PostgreSQL's now(). */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
