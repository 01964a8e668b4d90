/** The filter, the order and the connection of lists of sessions. */
import { Field, ID, InputType } from 'type-graphql';
import { Platform, SessionStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Session } from './entity';

export const SessionConnection = connectionOf(() => Session, 'Session', 'sessions');
export const SessionOrder = orderOf('Session', { CREATED_AT: 'By creation time.', EXPIRES_AT: 'By expiry time.' });

@InputType({ description: 'Selects sessions. All conditions must match; a list matches if any of its values does.' })
export class SessionFilter {
  @Field(() => ID, { nullable: true, description: 'Sessions of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Sessions on this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Sessions in which this application was used.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Sessions in which this user impersonates another.' })
  impersonatorId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True selects impersonations, false all other sessions.' })
  impersonated?: boolean | null;

  @Field(() => [SessionStatus], { nullable: true, description: 'Sessions with any of these statuses.' })
  status?: SessionStatus[] | null;

  @Field(() => [Platform], { nullable: true, description: 'Sessions on any of these platforms.' })
  platform?: Platform[] | null;

  @Field(() => String, { nullable: true, description: 'Sessions from exactly this IP address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'Sessions that began at or after this time.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Sessions that began at or before this time.' })
  createdTo?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Sessions last used at or after this time.' })
  lastSeenFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Sessions last used at or before this time.' })
  lastSeenTo?: Date | null;
}
