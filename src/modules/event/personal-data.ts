/** What `exportUserData` includes from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'events',
    table: 'events',
    needs: 'events:search',
    type: 'Event',
    // The address and browser of someone else are not this person's data.
    select: `x.id, x.type, x.outcome, x.occurred_at as "occurredAt", case when x.actor_user_id is not distinct from x.user_id then x.ip end as "ip",
      case when x.actor_user_id is not distinct from x.user_id then x.user_agent end as "userAgent", x.reason, x.details`,
    from: 'events x',
  },
];
