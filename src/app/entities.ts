/** Every TypeORM entity. */
import { AccessGrant } from '../modules/access-grant/entity';
import { ApplicationVersion } from '../modules/app-version/entity';
import { Application, ApplicationSecret } from '../modules/application/entity';
import { Consent } from '../modules/consent/entity';
import { DerivedCredential } from '../core/derived/entity';
import { Device, DeviceLink } from '../modules/device/entity';
import { Event } from '../modules/event/entity';
import { IdempotencyKey, Revocation, RevocationItem } from '../core/revocation/entity';
import { TokenFamily } from '../modules/token/family';
import { Import } from '../modules/import/entity';
import { Invitation } from '../modules/invitation/entity';
import { Mail } from '../modules/mail/entity';
import { PushEnrollment } from '../modules/push/entity';
import { Authenticator } from '../modules/mobile/entity';
import { Group, GroupMember } from '../modules/group/entity';
import { Role, UserRole } from '../modules/role/entity';
import { Offboarding } from '../modules/offboarding/entity';
import { Session } from '../modules/session/entity';
import { Token } from '../modules/token/entity';
import { Password, User } from '../modules/user/entity';

export const entities = [
  AccessGrant,
  Application,
  ApplicationSecret,
  ApplicationVersion,
  Authenticator,
  Consent,
  DerivedCredential,
  Device,
  DeviceLink,
  Event,
  Group,
  GroupMember,
  IdempotencyKey,
  Import,
  Invitation,
  Mail,
  Offboarding,
  Password,
  PushEnrollment,
  Revocation,
  RevocationItem,
  Role,
  Session,
  Token,
  TokenFamily,
  User,
  UserRole,
];
