/** Lists of devices, and of the links between users and devices. */
import { Field, ID, InputType } from 'type-graphql';
import type { Add, ListSource } from '../../database/list';
import { Platform } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions, containing, filterId, filterText } from '../../database/filter';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { reachable } from '../../core/authority/extent';
import type { Principal } from '../../core/authority/principal';
import { Device, DeviceLink } from './entity';

export const DeviceConnection = connectionOf(() => Device, 'Device', 'devices');
export const DeviceLinkConnection = connectionOf(() => DeviceLink, 'DeviceLink', 'users on devices');
export const DeviceOrder = orderOf('Device', { CREATED_AT: 'When it registered itself.' });
export const DeviceLinkOrder = orderOf('DeviceLink', { CONNECTED_AT: 'When the user first signed in on it.' });

@InputType({ description: 'Which devices. Conditions AND together, values inside one OR.' })
export class DeviceFilter {
  @Field(() => ID, { nullable: true, description: 'Used by this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Installations of this application.' })
  applicationId?: string | null;

  @Field(() => [Platform], { nullable: true, description: 'Any of these.' })
  platform?: Platform[] | null;

  @Field(() => [String], { nullable: true, description: 'With any of these versions of the application.' })
  appVersion?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name or model, ignoring case.' })
  search?: string | null;

  @Field(() => Date, { nullable: true, description: 'Registered at or after.' })
  createdFrom?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Registered at or before.' })
  createdTo?: Date | null;
}

@InputType({ description: 'Which devices of a user.' })
export class DeviceLinkFilter {
  @Field(() => ID, { nullable: true, description: 'Installations of this application.' })
  applicationId?: string | null;

  @Field(() => [Platform], { nullable: true, description: 'Any of these.' })
  platform?: Platform[] | null;
}

const inUseBy = (user: string) =>
  `exists (select from device_links dl where dl.device_id = x.id and dl.user_id = ${user} and dl.ended_at is null)`;

export const deviceColumns = columnsOf(Device, 'x');

export const deviceList: ListSource<DeviceFilter> = {
  name: 'devices',
  select: deviceColumns,
  from: 'devices x',
  countFrom: () => 'devices x',
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .when(filter.userId, () => inUseBy(add(filterId('User', filter.userId!))))
      .id('x.application_id', 'Application', filter.applicationId)
      .anyOf('x.platform', filter.platform)
      .anyText('x.app_version', 'appVersion', filter.appVersion)
      .when(filter.search, () => {
        const pattern = add(containing(filterText('search', filter.search!)));
        return `(lower(x.name) like ${pattern} or lower(x.model) like ${pattern})`;
      })
      .between('x.created_at', filter.createdFrom, filter.createdTo).list,
};
/** The devices of those whose devices the caller may read; nothing for those who may read all. */
export const readableDevice =
  (principal: Principal) =>
  (add: Add): string[] =>
    reachable(
      principal,
      'devices:read',
      'dl.user_id',
    )(add).map(
      (condition) =>
        `exists (select from device_links dl where dl.device_id = x.id and dl.ended_at is null and ${condition})`,
    );

export const deviceLinkList: ListSource<DeviceLinkFilter> = {
  name: 'deviceLinks',
  select: columnsOf(DeviceLink, 'x'),
  from: 'device_links x join devices d on d.id = x.device_id',
  countFrom: () => 'device_links x join devices d on d.id = x.device_id',
  orders: { CONNECTED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add).id('d.application_id', 'Application', filter.applicationId).anyOf('d.platform', filter.platform)
      .list,
};
/** A link that ended is kept as the cause of what died with it, and is never shown. */
export const deviceLinkScope = () => ['x.ended_at is null'];
