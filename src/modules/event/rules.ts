/** Who may ask for what about events. */
import { carried, needs, needsOrOwner, type FieldRules } from '../../schema/rules';

export const eventRules: FieldRules = {
  Query: { events: needs('events:search') },
  Event: {
    actor: carried,
    user: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    application: carried,
    revocation: carried,
  },
};
