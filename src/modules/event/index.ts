/** The audit trail. */
import { defineModule } from '../../core/module/module';
import { Event } from './entity';
import { UserEvents } from './edges';
import { EventResolver } from './resolver';
import { eventRules } from './rules';
import { visibleEvent } from './visible';
import { personalData } from './personal-data';
import * as vocabulary from './vocabulary';

export { Event } from './entity';

export const eventModule = defineModule({
  name: 'event',
  ...vocabulary,
  entities: [Event],
  resolvers: [UserEvents, EventResolver],
  rules: eventRules,
  nodes: { Event: (context, _id, uuid) => visibleEvent(context, uuid) },
  personalData,
  withoutRetention: { events: 'removed as whole months by the partitions' },
});
