/** The data of the user policy for `viewerCan…` fields, read through loaders in batches. */
import type { Context } from '../../core/context/context';
import type { UserPolicyData } from './policy';
import { isLastAdministrator } from './loaders';

export const policyDataOf = ({ load, setting }: Context): UserPolicyData => ({
  isLastAdministrator: (userId) => load(isLastAdministrator, userId),
  setting,
});
