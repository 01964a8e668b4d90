/** The tables of the worker, as the modules declare theirs. */
import { defineModule } from '../core/module/module';
import { WorkerLease } from './tables';

export const worker = defineModule({ name: 'worker', entities: [WorkerLease] });
