/** Any object by its id, for the caller. */
import type { Context } from './context';
import { decodeAnyId, type IdType } from '../../platform/type-id';
import { visibleApplication } from '../../modules/application/visible';
import { visibleDevice } from '../../modules/device/visible';
import { groupOf } from '../../modules/group/visible';
import { importOf } from '../../modules/import/visible';
import { familyOf } from '../../modules/lineage/visible';
import { revocationOf } from '../../modules/revocation/visible';
import { visibleSession } from '../../modules/session/visible';
import { visibleToken } from '../../modules/token/visible';
import { visibleUser } from '../../modules/user/visible';
import { may, mayReach } from '../authority/principal';

type Lookup = (context: Context, publicId: string, uuid: string) => Promise<object | null>;

/** By type: exactly what the type's own root field would give. */
export const lookups: Partial<Record<IdType, Lookup>> = {
  User: (context, id) => visibleUser(context, id),
  Device: (context, _id, uuid) => visibleDevice(context, uuid),
  Session: (context, id) => visibleSession(context, id),
  Token: (context, id) => visibleToken(context, id),
  TokenFamily: (context, _id, uuid) => familyOf(context, uuid),
  AccessGrant: async (context, _id, uuid) => {
    const grant = await context.loaders.accessGrant.load(uuid);
    return grant && mayReach(await context.facing(grant.userId), 'grants:read', grant.userId) ? grant : null;
  },
  Authenticator: async (context, _id, uuid) => {
    const authenticator = await context.loaders.authenticator.load(uuid);
    return authenticator && mayReach(await context.facing(authenticator.userId), 'devices:read', authenticator.userId)
      ? authenticator
      : null;
  },
  Consent: async (context, _id, uuid) => {
    const consent = await context.loaders.consent.load(uuid);
    return consent && mayReach(await context.facing(consent.userId), 'consents:read', consent.userId) ? consent : null;
  },
  Application: (context, id) => visibleApplication(context, id),
  ApplicationVersion: async (context, _id, uuid) =>
    may(context.principal, 'applications:read') ? context.loaders.applicationVersion.load(uuid) : null,
  Role: async (context, _id, uuid) => (may(context.principal, 'roles:read') ? context.loaders.role.load(uuid) : null),
  Group: (context, _id, uuid) => groupOf(context, uuid),
  Event: async (context, _id, uuid) => {
    const event = await context.loaders.event.load(uuid);
    if (!event) return null;
    const caller = await context.facing(event.userId);
    return may(caller, 'events:search') || mayReach(caller, 'events:read', event.userId) ? event : null;
  },
  Invitation: async (context, _id, uuid) =>
    may(context.principal, 'users:read') ? context.loaders.invitation.load(uuid) : null,
  Import: (context, _id, uuid) => importOf(context, uuid),
  Mail: async (context, _id, uuid) => (may(context.principal, 'mails:read') ? context.loaders.mail.load(uuid) : null),
  Revocation: (context, _id, uuid) => revocationOf(context, uuid),
};

export const nodeOf = async (context: Context, publicId: string): Promise<object | null> => {
  const id = decodeAnyId(publicId);
  const lookup = id && lookups[id.type];
  const found = lookup ? await lookup(context, publicId, id.uuid) : null;
  return found && { ...found, __typename: id!.type };
};
