/** The filter, the order and the connection of lists of sessions. */
import { Field, ID, InputType } from 'type-graphql';
import { Platform, SessionStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Session } from './entity';

export const SessionConnection = connectionOf(() => Session, 'Session', 'sessions');
export const SessionOrder = orderOf('Session', { CREATED_AT: 'When it began.', EXPIRES_AT: 'When it ends by itself.' });

@InputType({ description: 'Which sessions. Conditions AND together, values inside one OR.' })
export class SessionFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In which this application was used.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'In which this user acts in the place of another.' })
  impersonatorId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'In which somebody acts in the user’s place, or nobody does.' })
  impersonated?: boolean | null;

  @Field(() => [SessionStatus], { nullable: true, description: 'Any of these.' })
  status?: SessionStatus[] | null;

  @Field(() => [Platform], { nullable: true, description: 'Any of these.' })
  platform?: Platform[] | null;

  @Field(() => String, { nullable: true, description: 'From exactly this address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'Began at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Began at or before.' })
  createdTo?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last seen at or after.' })
  lastSeenFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Last seen at or before.' })
  lastSeenTo?: Date | null;
}
