/**
 * Public ids: a prefix that names the type, and a UUIDv7 in lower-case Crockford base32 (the TypeID format). An id of another type decodes to
 * null, which every caller treats as not found.
 */
export const ID_PREFIXES = {
  User: 'usr',
  Device: 'dev',
  DeviceLink: 'dvl',
  Session: 'ses',
  Token: 'tok',
  TokenFamily: 'fam',
  AccessGrant: 'agr',
  Consent: 'cns',
  PushEnrollment: 'psh',
  Application: 'app',
  ApplicationVersion: 'apv',
  Role: 'rol',
  Group: 'grp',
  Event: 'evt',
  Revocation: 'rev',
  Mail: 'mai',
  Invitation: 'inv',
  Import: 'imp',
  Authenticator: 'atr',
  AuthenticationRequest: 'arq',
  Password: 'pwd',
  ClientSecret: 'sec',
  RecoveryLink: 'rcl',
  RegistrationToken: 'rgt',
  RoleAssignment: 'ras',
  GroupMembership: 'gmb',
  Offboarding: 'ofb',
  Change: 'chg',
} as const;
export type IdType = keyof typeof ID_PREFIXES;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const TYPES = new Map(Object.entries(ID_PREFIXES).map(([type, prefix]) => [prefix as string, type as IdType]));

/** 26 characters of 5 bits hold 130 bits; the first one carries the top 3 of 128. */
const toBase32 = (uuid: string): string => {
  const hex = uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24);
  let letters = ALPHABET[parseInt(hex[0]!, 16) >> 1]!;
  let bits = parseInt(hex[0]!, 16) & 1;
  let count = 1;
  for (let i = 1; i < 32; i += 1) {
    bits = (bits << 4) | parseInt(hex[i]!, 16);
    count += 4;
    if (count >= 5) {
      count -= 5;
      letters += ALPHABET[(bits >> count) & 31];
      bits &= (1 << count) - 1;
    }
  }
  return letters;
};

const fromBase32 = (letters: string): string | null => {
  if (letters.length !== 26) return null;
  let value = 0n;
  for (const letter of letters) {
    const digit = VALUES.get(letter);
    if (digit === undefined) return null;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n) return null;
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

export const encodeId = (type: IdType, uuid: string): string => `${ID_PREFIXES[type]}_${toBase32(uuid)}`;

/** The uuid of a public id of this type, or null for anything else. */
export const decodeId = (type: IdType, id: string): string | null => {
  const prefix = `${ID_PREFIXES[type]}_`;
  return id.startsWith(prefix) ? fromBase32(id.slice(prefix.length)) : null;
};

export const decodeAnyId = (id: string): { type: IdType; uuid: string } | null => {
  const type = TYPES.get(id.slice(0, 3));
  const uuid = type && decodeId(type, id);
  return type && uuid ? { type, uuid } : null;
};
