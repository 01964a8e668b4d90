/** The part of `exportUserData` that this module's tables provide. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'devices',
    table: 'device_links',
    needs: 'devices:read',
    type: 'DeviceLink',
    select: `x.id, d.name, d.platform, d.model, d.os_version as "osVersion", d.app_version as "appVersion", x.connected_at as "connectedAt",
      x.last_seen_at as "lastSeenAt", x.mobile_enrolled_at as "mobileEnrolledAt", x.push_enrolled_at as "pushEnrolledAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: 'device_links x left join devices d on d.id = x.device_id',
  },
];
