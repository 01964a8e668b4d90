/** What is asked about users for the `viewerCan…` fields: of many in one statement each. */
import type { Context } from '../../core/context/context';
import type { UserPolicyData } from './policy';
import { isLastAdministrator } from './loaders';

export const policyDataOf = ({ load, setting }: Context): UserPolicyData => ({
  isLastAdministrator: (userId) => load(isLastAdministrator, userId),
  setting,
});
