/** What is asked about users for the `viewerCan…` fields: of many in one statement each. */
import type { Context } from '../../core/context/context';
import type { UserFacts } from './policy';
import { isLastAdministrator } from './loaders';

export const factsOf = ({ load, setting }: Context): UserFacts => ({
  isLastAdministrator: (userId) => load(isLastAdministrator, userId),
  setting,
});
