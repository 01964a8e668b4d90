/** Validates push addresses. Error messages never contain the address. */
import type { PushProvider } from '../../schema/enums';
import { invalidInput } from '../../schema/errors';

const ADDRESSES: Record<PushProvider, { pattern: RegExp; expects: string }> = {
  WEBHOOK: { pattern: /^[\x21-\x7e]{1,4096}$/, expects: '1 to 4096 printable ASCII characters without spaces' },
  FCM: { pattern: /^[A-Za-z0-9_:-]{10,4096}$/, expects: 'an FCM registration token of at most 4096 characters' },
  APNS: { pattern: /^(?:[0-9A-Fa-f]{2}){32,100}$/, expects: 'an APNs device token of 64 to 200 hexadecimal digits' },
};

/** Returns the normalized address. */
export const checkAddress = (provider: PushProvider, address: string): string => {
  const { pattern, expects } = ADDRESSES[provider];
  if (!pattern.test(address)) throw invalidInput('address', `\`address\` must be ${expects}.`);
  return provider === 'APNS' ? address.toLowerCase() : address;
};
