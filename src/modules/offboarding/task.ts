/** The job that carries out the off-boardings that are due. */
import { defineTask } from '../../core/job/task';

export const offboardTask = defineTask('offboard');
