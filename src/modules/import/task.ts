/** The job that runs started imports. */
import { defineTask } from '../../core/job/task';

export const importTask = defineTask('import');
