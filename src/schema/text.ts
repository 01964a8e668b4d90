/** Texts that an app installation reports about itself, with their maximum lengths. */
export const DEVICE_TEXT_LENGTHS = { name: 100, model: 100, osVersion: 50, appVersion: 50 } as const;

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

export const isPrintable = (text: string): boolean => text.isWellFormed() && !UNPRINTABLE.test(text);
