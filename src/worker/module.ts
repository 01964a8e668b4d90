/** The worker's manifest, which declares its tables. */
import { defineModule } from '../core/module/module';
import { WorkerLease } from './tables';

export const worker = defineModule({
  name: 'worker',
  entities: [WorkerLease],
  withoutRetention: { worker_leases: 'renewed and removed by the workers' },
});
