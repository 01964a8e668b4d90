/** Who does which task, and what comes again by itself. A task that is missing here does not compile. */
import { mail } from '../modules/mail/deliver';
import { reseal } from '../modules/factor/reseal';
import { push } from '../modules/push/deliver';
import { settle } from '../modules/revocation/settle';
import { retention, sweep } from '../retention/tasks';
import type { Handlers, Recurring } from './task';

export const handlers: Handlers = {
  settle,
  sweep,
  retention,
  push,
  mail,
  reseal,
};

export const recurring: Recurring[] = [
  // Finds those whose own job was lost or given up.
  { task: 'settle', at: '*/10 * * * *' },
  { task: 'sweep', at: '* * * * *' },
  { task: 'reseal', at: '*/10 * * * *' },
  { task: 'retention', at: '17 * * * *', catchUp: true },
];
