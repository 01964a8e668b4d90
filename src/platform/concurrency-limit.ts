/** Limits how many tasks run at once. The rest wait in order of arrival. */

/** As many tasks are waiting as may wait. This one has not begun. */
export class QueueFull extends Error {}

export const concurrencyLimit = (limit: number, mostWaiting = Infinity) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit && waiting.length >= mostWaiting) throw new QueueFull('Too many tasks are waiting.');
    // A waiting task takes over the place of the finished one.
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
