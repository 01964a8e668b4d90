/** Who may ask for what about applications. */
import { carried, needs, needsOrSelf, type FieldRules } from '../../schema/rules';

export const applicationRules: FieldRules = {
  Query: { application: needsOrSelf('applications:read'), applications: needsOrSelf('applications:read') },
  Mutation: {
    createApplication: needs('applications:manage'),
    updateApplication: needs('applications:manage'),
    disableApplication: needs('applications:manage'),
    enableApplication: needs('applications:manage'),
    deleteApplication: needs('applications:manage'),
    rotateClientSecret: needs('applications:manage'),
    rotateRegistrationToken: needs('applications:manage'),
  },
  Application: {
    viewerCanUpdate: carried,
    viewerCanDisable: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    viewerCanRotateClientSecret: carried,
    viewerCanRotateRegistrationToken: carried,
  },
};
