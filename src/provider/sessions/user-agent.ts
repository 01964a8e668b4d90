/** Platform, operating system and browser according to a User-Agent header, which clients can forge. */
import Bowser from 'bowser';
import type { Platform } from '../../schema/enums';

export interface UserAgentFacts {
  platform: Platform;
  os: string | null;
  osVersion: string | null;
  browser: string | null;
}

export const MAX_USER_AGENT = 512;

const PLATFORMS: [RegExp, Platform][] = [
  [/^ios$/i, 'IOS'],
  [/^android/i, 'ANDROID'],
  [/^windows/i, 'WINDOWS'],
  [/^macos/i, 'MACOS'],
  [/linux|chrome os|ubuntu|fedora|debian/i, 'LINUX'],
];

export const describeUserAgent = (userAgent: string | null): UserAgentFacts => {
  if (!userAgent) return { platform: 'OTHER', os: null, osVersion: null, browser: null };
  const { os, browser } = Bowser.parse(userAgent);
  const name = browser.name && [browser.name, browser.version].filter(Boolean).join(' ');
  return {
    platform: PLATFORMS.find(([pattern]) => os.name && pattern.test(os.name))?.[1] ?? (browser.name ? 'WEB' : 'OTHER'),
    os: os.name || null,
    osVersion: os.versionName
      ? os.version
        ? `${os.version} (${os.versionName})`
        : os.versionName
      : os.version || null,
    browser: name || null,
  };
};
