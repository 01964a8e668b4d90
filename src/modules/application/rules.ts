/** Access rules of the fields about applications. */
import { carried, creates, ends, needs, needsOrOwner, needsOrOwnRows, type FieldRules } from '../../schema/rules';

export const applicationRules: FieldRules = {
  Query: { application: needsOrOwnRows('applications:read'), applications: needsOrOwnRows('applications:read') },
  Mutation: {
    createApplication: creates('AUTHORITY', needs('applications:manage')),
    updateApplication: creates('AUTHORITY', needs('applications:manage')),
    disableApplication: ends(needs('applications:manage')),
    enableApplication: creates('AUTHORITY', needs('applications:manage')),
    deleteApplication: ends(needs('applications:manage')),
    rotateClientSecret: creates('CREDENTIAL', needs('applications:manage')),
    rotateRegistrationToken: creates('CREDENTIAL', needs('applications:manage')),
    setResourceScopes: creates('AUTHORITY', needs('roles:manage')),
  },
  Role: { resourceScopes: carried, viewerCanSetResourceScopes: carried },
  User: { applications: needsOrOwner('applications:read', 'id') },
  Application: {
    resourceScopes: carried,
    claims: carried,
    viewerCanUpdate: carried,
    viewerCanDisable: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    viewerCanRotateClientSecret: carried,
    viewerCanRotateRegistrationToken: carried,
  },
};
