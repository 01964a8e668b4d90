/** Who does which task, and what comes again by itself. A task that is missing here does not compile. */
import { runImports } from '../modules/import/run';
import { mail } from '../modules/mail/deliver';
import { reseal } from '../modules/factor/reseal';
import { push } from '../modules/push/deliver';
import { offboard } from '../modules/offboarding/carry-out';
import { settle } from '../core/revocation/settle';
import { dormancy } from '../modules/user/dormancy';
import { expire } from '../modules/user/expiry';
import { retention, sweep } from '../retention/tasks';
import type { Handlers, Recurring } from '../core/job/task';

export const handlers: Handlers = {
  settle,
  sweep,
  retention,
  push,
  mail,
  import: runImports,
  reseal,
  expire,
  dormancy,
  offboard,
};

export const recurring: Recurring[] = [
  // Finds those whose own job was lost or given up.
  { task: 'settle', at: '*/10 * * * *' },
  { task: 'import', at: '* * * * *' },
  { task: 'sweep', at: '* * * * *' },
  { task: 'reseal', at: '*/10 * * * *' },
  // The jobs at the very moment may be lost too.
  { task: 'expire', at: '* * * * *' },
  { task: 'offboard', at: '* * * * *' },
  { task: 'dormancy', at: '37 * * * *', catchUp: true },
  { task: 'retention', at: '17 * * * *', catchUp: true },
];
