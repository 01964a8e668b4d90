/** The part of `exportUserData` that this module's tables provide. */
import { APPLICATION_NAME, JOIN_APPLICATION, type PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'authenticators',
    table: 'authenticators',
    needs: 'devices:read',
    type: 'Authenticator',
    select:
      'x.id, x.kind, x.name, x.created_at as "createdAt", x.last_used_at as "lastUsedAt", x.ended_at as "endedAt", x.end_reason as "endReason"',
    from: 'authenticators x',
  },
  {
    name: 'authenticationRequests',
    table: 'authentication_requests',
    needs: 'sessions:read',
    type: 'AuthenticationRequest',
    select: `x.id, ${APPLICATION_NAME}, x.scopes, x.binding_message as "bindingMessage", x.decision, x.created_at as "createdAt", x.decided_at as "decidedAt"`,
    from: `authentication_requests x ${JOIN_APPLICATION}`,
  },
];

/** Tables that are left out, and why. */
export const withoutPersonalData = {
  device_challenges: 'hashes that are kept for minutes',
};
