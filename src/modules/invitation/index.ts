/** Invitations: inviting people, and accepting invitations. */
import { defineModule } from '../../core/module/module';
import { Invitation } from './entity';
import { InvitationCapabilities } from './capabilities';
import { InvitationResolver } from './resolver';
import { invitationRules } from './rules';
import { visibleInvitation } from './visible';
import { retention } from './retention';
import { personalData } from './personal-data';
import { writeInvitation } from './letters';
import { invitations } from './repository';
import * as vocabulary from './vocabulary';
export { accept, prepare } from './accept';
export { Invitation } from './entity';
export { invitationHeldUpBy } from './inviter';
export { findBySecret } from './secret';

export const invitationModule = defineModule({
  name: 'invitation',
  ...vocabulary,
  entities: [Invitation],
  resolvers: [InvitationCapabilities, InvitationResolver],
  rules: invitationRules,
  nodes: { Invitation: (context, _id, uuid) => visibleInvitation(context, uuid) },
  endsDerived: { INVITATION: (database, ids) => invitations(database).endDerived(ids) },
  retention,
  personalData,
  letters: { INVITATION: writeInvitation },
  endsWith: { user: { end: (database, ids) => invitations(database).deleteOfUsers(ids) } },
});
