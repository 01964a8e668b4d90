/** Where a sign-in came from. An installation describes its device better than the User-Agent header does. */
import type { ClientFacts } from '../client-facts';
import { currentRequest } from '../request/request-scope';
import type { Locate } from './location';
import { describeUserAgent } from './user-agent';

const OS_NAMES: Record<string, string> = {
  IOS: 'iOS',
  ANDROID: 'Android',
  WINDOWS: 'Windows',
  MACOS: 'macOS',
  LINUX: 'Linux',
};

export const describeOrigin = async (device: ClientFacts['device'], locate: Locate) => {
  const { ip, userAgent } = currentRequest().facts;
  const { platform, os, osVersion, browser } = describeUserAgent(userAgent);
  return {
    platform: device?.platform ?? platform,
    os: device ? (OS_NAMES[device.platform] ?? os) : os,
    osVersion: device?.osVersion ?? osVersion,
    browser,
    userAgent,
    ip,
    location: ip ? locate(ip) : null,
  };
};
