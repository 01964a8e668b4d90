/** The events of derived things that end: the same as if each had ended alone, plus the cause. */
import type { Database } from '../../database/database';
import { encodeId } from '../../platform/type-id';
import type { EventType, RevocationItemType } from '../../schema/enums';
import type { NewEvent } from '../../core/event/record';
import { eventSubjects } from '../../core/derived/related';
import type { SelectedItem } from '../../core/revocation/selection';

const EVENT_TYPES: Partial<Record<RevocationItemType, EventType>> = {
  SESSION: 'SESSION_REVOKED',
  API_TOKEN: 'TOKEN_REVOKED',
  AUTHENTICATOR: 'AUTHENTICATOR_REMOVED',
  PASSWORD: 'PASSWORD_REMOVED',
  RECOVERY_LINK: 'RECOVERY_LINK_REVOKED',
  INVITATION: 'INVITATION_REVOKED',
  CLIENT_SECRET: 'CLIENT_SECRET_REVOKED',
  REGISTRATION_TOKEN: 'REGISTRATION_TOKEN_REVOKED',
  APPLICATION: 'APPLICATION_DISABLED',
  DEVICE: 'DEVICE_DELETED',
  DEVICE_LINK: 'DEVICE_DISCONNECTED',
  ROLE_ASSIGNMENT: 'ROLE_UNASSIGNED',
  GROUP_MEMBERSHIP: 'GROUP_MEMBER_REMOVED',
  OFFBOARDING: 'OFFBOARDING_CANCELLED',
};

/** Call it before they end: some of the rows are deleted. */
export const eventsOf = async (database: Database, items: SelectedItem[]): Promise<NewEvent[]> => {
  const found = await eventSubjects(
    database,
    items.map(({ itemId }) => itemId),
  );
  const subjects = new Map(found.map((subject) => [subject.id, subject]));
  return items.flatMap(({ type, itemId, userId }) => {
    const event = EVENT_TYPES[type];
    if (!event) return [];
    const { applicationId = null, deviceId = null, details } = subjects.get(itemId) ?? {};
    const about = type === 'INVITATION' ? { invitationId: encodeId('Invitation', itemId) } : {};
    return [
      {
        ...{ type: event, userId, applicationId, deviceId, sessionId: type === 'SESSION' ? itemId : null },
        details: { ...details, ...about, cause: 'DERIVED' },
      },
    ];
  });
};
