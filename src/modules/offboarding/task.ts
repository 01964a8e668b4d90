/** The job that carries out due off-boardings. */
import { defineTask } from '../../core/job/task';

export const offboardTask = defineTask('offboard');
