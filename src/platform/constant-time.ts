/** Pads answers to a constant time, so that timing reveals nothing. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than the work takes in either case, unless the machine is overloaded. */
const MINIMUM_MS = 250;

export const inConstantTime = async <T>(work: () => Promise<T>): Promise<T> => {
  const [result] = await Promise.allSettled([work(), sleep(MINIMUM_MS)]);
  if (result.status === 'rejected') throw result.reason;
  return result.value;
};
