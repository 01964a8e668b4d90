/** The filters, orders and connections of lists of devices, and of users on devices. */
import { Field, ID, InputType } from 'type-graphql';
import { Platform } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Device, DeviceLink } from './entity';

export const DeviceConnection = connectionOf(() => Device, 'Device', 'devices');
export const DeviceLinkConnection = connectionOf(() => DeviceLink, 'DeviceLink', 'users on devices');
export const DeviceOrder = orderOf('Device', { CREATED_AT: 'When it registered.' });
export const DeviceLinkOrder = orderOf('DeviceLink', { CONNECTED_AT: 'When the user first signed in on it.' });

@InputType({ description: 'Selects devices. Conditions are combined with AND, the values of one condition with OR.' })
export class DeviceFilter {
  @Field(() => ID, { nullable: true, description: 'Devices of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Installations of this application.' })
  applicationId?: string | null;

  @Field(() => [Platform], { nullable: true, description: 'On one of these platforms.' })
  platform?: Platform[] | null;

  @Field(() => [String], { nullable: true, description: 'With one of these versions of the application.' })
  appVersion?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name or model, case-insensitive.' })
  search?: string | null;

  @Field(() => Date, { nullable: true, description: 'Registered at or after this time.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Registered at or before this time.' })
  createdTo?: Date | null;
}

@InputType({ description: 'Selects device links by device.' })
export class DeviceLinkFilter {
  @Field(() => ID, { nullable: true, description: 'Installations of this application.' })
  applicationId?: string | null;

  @Field(() => [Platform], { nullable: true, description: 'On one of these platforms.' })
  platform?: Platform[] | null;
}
