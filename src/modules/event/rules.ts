/** Access rules of events. */
import { carried, needsOrOwner, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const eventRules: FieldRules = {
  Query: { events: needsOnSomeObject('events:search') },
  User: { latestEvents: needsOrOwner('events:read', 'id') },
  Event: {
    actor: carried,
    impersonator: carried,
    user: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    application: carried,
  },
};
