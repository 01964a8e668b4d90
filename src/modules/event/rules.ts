/** Who may ask for what about events. */
import { carried, needsOrOwner, needsWithin, type FieldRules } from '../../schema/rules';

export const eventRules: FieldRules = {
  Query: { events: needsWithin('events:search') },
  Event: {
    actor: carried,
    impersonator: carried,
    user: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    application: carried,
    revocation: carried,
  },
};
