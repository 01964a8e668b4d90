/** What is asked about users for the `viewerCan…` fields: of many in one statement each. */
import type { Context } from '../../core/context/context';
import type { UserFacts } from './policy';

export const factsOf = ({ loaders }: Context): UserFacts => ({
  isLastAdministrator: (userId) => loaders.isLastAdministrator.load(userId),
  setting: (key) => loaders.setting.load(key) as never,
});
