/** The job that creates the users of the imports that were started. */
import { defineTask } from '../../core/job/task';

export const importTask = defineTask('import');
