/** Authorization rules of the viewer queries. */
import { anyone, carried, signedIn, type FieldRules } from '../../schema/rules';

export const viewerRules: FieldRules = {
  Query: { viewer: anyone, node: signedIn, nodes: signedIn },
  Viewer: { user: carried, application: carried, session: carried, impersonator: carried },
};
