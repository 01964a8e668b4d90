/** The ids that users had in the systems they come from. */
import { invalidInput } from '../../schema/errors';
import { checkLabel } from './validation';

export const checkPreviousId = (id: string): void => {
  if (id === '') throw invalidInput('previousId', '`previousId` must not be empty.');
  checkLabel('previousId', id, 255);
};
