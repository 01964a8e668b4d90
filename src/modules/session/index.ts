/** Sign-ins: listing and ending them. */
import { defineModule, plannable } from '../../core/module/module';
import { Session } from './entity';
import { SessionCapabilities, UserSessionCapabilities } from './capabilities';
import { UserSessions } from './edges';
import { SessionResolver } from './resolver';
import { sessionRules } from './rules';
import { visibleSession } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { retention } from './retention';
import { personalData } from './personal-data';
import { sessions } from './repository';
import * as vocabulary from './vocabulary';
export { endSession, endSessions } from './endings';
export { Session } from './entity';
export { SessionConnection } from './list';
export type { BrowserSession, Impersonation, PresentedSession, SessionOrigin } from './repository';
export { sessionLiveness, sessionList } from './list-repository';
export { sessions } from './repository';
export { sessionById } from './loaders';
export { UsageRecorder } from '../../core/usage/usage';
export { visibleSessionByUuid } from './visible';

export const sessionModule = defineModule({
  name: 'session',
  ...vocabulary,
  entities: [Session],
  resolvers: [SessionCapabilities, UserSessionCapabilities, UserSessions, SessionResolver],
  rules: sessionRules,
  nodes: { Session: (context, id) => visibleSession(context, id) },
  plannable: {
    revokeSession: plannable(inputs.RevokeSessionInput, service.revokeSession),
    revokeSessions: plannable(inputs.RevokeSessionsInput, service.revokeSessions),
    revokeAllSessions: plannable(inputs.RevokeAllSessionsInput, service.revokeAllSessions),
  },
  endsWith: {
    deviceLink: { selections: (ids) => [{ kind: 'session', column: 'device_link_id', values: ids }] },
    installation: {
      selections: (ids) => [{ kind: 'session', column: 'device_id', values: ids }],
      end: (database, ids, cause) => sessions(database).endOnDevices(ids, cause),
    },
    user: {
      end: async (database, ids, { revocationId }) => {
        await sessions(database).endImpersonationsBy(ids, revocationId);
        await sessions(database).deleteBy('user_id', ids);
      },
    },
  },
  retention,
  personalData,
  endsDerived: { SESSION: (database, ids, cause) => sessions(database).end(ids, cause, true) },
});
