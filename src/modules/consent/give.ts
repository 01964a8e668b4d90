/** Records a consent: given on the consent page, on a device, or implicitly if the application does not need to ask. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { ConsentMode } from '../../schema/enums';
import { recordEvents, type Caller } from '../../core/event/record';
import { consents } from './repository';

export interface ConsentGiven {
  userId: string;
  applicationId: string;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  scopes: string[];
  /** The scopes at resource servers, by the identifier of the server. */
  resources: Record<string, string[]>;
  deviceId: string | null;
  sessionId: string | null;
}

const DEFAULT_LIFETIME = 30 * 24 * 60 * 60;

/** Extends the active consent if there is one. The caller has locked the user's row. */
export const writeConsent = async (database: Database, caller: Caller, given: ConsentGiven): Promise<string> => {
  const { userId, applicationId, consentMode, scopes, resources, deviceId, sessionId } = given;
  const lifetime = consentMode === 'EXPIRES' ? (given.consentLifetime ?? DEFAULT_LIFETIME) : null;
  await consents(database).endExpired(userId, applicationId);
  const id = await consents(database).addOrExtend({
    ...{ id: newId(), userId, applicationId, scopes, resources, lifetime },
  });
  await recordEvents(database, caller, [
    {
      type: 'CONSENT_GIVEN',
      userId,
      applicationId,
      deviceId,
      sessionId,
      details: { scopes, resources, asked: consentMode !== 'IMPLICIT' },
    },
  ]);
  return id;
};
