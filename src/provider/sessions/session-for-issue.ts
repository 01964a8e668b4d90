/** The session that an authorization issues from: an existing one, or one that a new sign-in begins, on a device if the client is an installation. */
import Provider, { errors } from 'oidc-provider';
import { applicationVersions } from '../../modules/app-version';
import { deviceLinks } from '../../modules/device';
import { newId } from '../../platform/random';
import type { ApplicationVersionStatus } from '../../schema/enums';
import { recordEvents } from '../../core/event/record';
import { userIdOf } from '../account-id';
import { clientFacts, type ClientFacts } from '../client-facts';
import { makeRoom } from './session-limit';
import { currentRequest } from '../request/request-scope';
import type { SessionFacts } from '../request/request-facts';
import { signInResult } from './sign-in-result';

export const sessionForIssue = async (): Promise<SessionFacts> => {
  const request = currentRequest();
  const { session, client } = Provider.ctx!.oidc;
  const known = request.sessions.get(session!.uid);
  if (known) return known;
  const login = signInResult(Provider.ctx);
  if (!login) throw new Error('an authorization has neither a session nor a sign-in');
  const userId = userIdOf(login.accountId);
  await makeRoomFor(userId, client);
  const sessionId = newId();
  const link = client ? await connectDevice(userId, sessionId, clientFacts(client)) : null;
  const facts: SessionFacts = {
    id: sessionId,
    userId,
    userEpoch: login.epoch,
    deviceId: link?.deviceId ?? null,
    deviceLinkId: link?.id ?? null,
    impersonatorId: null,
    authenticatedAt: login.at,
    ...request.lifetimes!.session,
    unsaved: true,
  };
  request.sessions.set(session!.uid, facts);
  return facts;
};

/** The user has signed in, but no session may begin. */
export class NoSession extends errors.AccessDenied {}

/** Two concurrent sign-ins may both have found room for one session. Here they run one after the other. */
const makeRoomFor = async (userId: string, client: object | undefined): Promise<void> => {
  const request = currentRequest();
  await request.lockUser(userId);
  const caller = request.caller({ userId, applicationId: client ? clientFacts(client).applicationId : null });
  if (!(await makeRoom(await request.database(), caller, userId)))
    throw new NoSession('the user has reached the limit of simultaneous sessions');
};

/** Why the version of the application refuses the sign-in; null if it does not. */
export const versionRefusal = (status: ApplicationVersionStatus, connected: boolean): string | null => {
  if (status === 'DISABLED') return 'this version of the application has been disabled';
  if (status === 'LOGIN_ONLY' && !connected) return 'this version of the application is closed to new users';
  return null;
};

/** The user's link to the device of an installation. The first sign-in creates it. */
const connectDevice = async (userId: string, sessionId: string, { device, applicationId }: ClientFacts) => {
  if (!device) return null;
  const request = currentRequest();
  const database = await request.database();
  const links = deviceLinks(database);
  const closed = versionRefusal(
    await applicationVersions(database).lockStatusOf(device.id),
    await links.existsOpen(userId, device.id),
  );
  if (closed) throw new NoSession(closed);
  const link = await links.connect(userId, device.id);
  if (!link) throw new NoSession('the device has been deleted');
  if (link.created)
    await recordEvents(database, request.caller({ userId, applicationId, sessionId }), [
      { type: 'DEVICE_CONNECTED', userId, deviceId: device.id, applicationId, sessionId },
    ]);
  return { id: link.id, deviceId: device.id };
};
