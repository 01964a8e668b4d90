/** What a random operation on a world is about: random choices, and what they choose in the world that they meet. */
import fc from 'fast-check';
import type { Reading, Row, Thing } from './world-life';

const index = fc.nat(23);
const oneIn = (n: number) => fc.constantFrom(...Array.from({ length: n - 1 }, () => false), true);

export const choices = fc.record({
  target: index,
  other: index,
  /** Rather one that is live, where there is one. */
  isLive: fc.constantFrom(true, true, false),
  isUnknown: oneIn(7),
  /** By whom it belongs to, and not by a service that may do everything. */
  isOwn: oneIn(3),
  by: fc.constantFrom('filter', 'ids'),
  ids: fc.array(index, { minLength: 2, maxLength: 7 }),
  conditions: fc.array(index, { minLength: 1, maxLength: 2 }),
  /** Without any id, or any condition. */
  isEmpty: oneIn(9),
  removeTokens: fc.constantFrom(null, true, false),
  flag: fc.constantFrom(true, true, true, false),
});
export type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

export const NOBODY = 'ffffffff-0000-7000-8000-000000000000';
const unknown: Row = { id: NOBODY, user_id: NOBODY, device_id: NOBODY, application_id: NOBODY, app_version: '3.0' };

export const TOKENS = ['ACCESS_TOKEN', 'REFRESH_TOKEN', 'API_TOKEN'];
const ITEMS: Record<string, string[]> = {
  users: ['USER'],
  devices: ['DEVICE'],
  device_links: ['DEVICE_LINK'],
  sessions: ['SESSION'],
  tokens: TOKENS,
  access_grants: ['ACCESS_GRANT'],
  consents: ['CONSENT'],
  authenticators: ['AUTHENTICATOR'],
  push_enrollments: ['PUSH_ENROLLMENT'],
};

/** Authenticators are of two kinds, which different operations are about. */
const PARTS: Record<string, (row: Row) => boolean> = {
  keys: ({ device_link_id }) => device_link_id !== null,
  factors: ({ device_link_id }) => device_link_id === null,
};

/** Who asks in their own right, from which session. */
export type Owner = { userId: string; sessionId: string | null } | null;

export class About {
  constructor(
    readonly reading: Reading,
    readonly choices: Choices,
  ) {}

  rows(table: string): Row[] {
    const isOfPart = PARTS[table];
    return isOfPart ? this.rows('authenticators').filter(isOfPart) : this.reading.rows[table]!;
  }

  living(table: string): Thing[] {
    const isOfPart = PARTS[table];
    if (isOfPart) return this.living('authenticators').filter(isOfPart);
    return [...this.reading.living.values()].filter(({ item }) => ITEMS[table]?.includes(item));
  }

  one(table: string, n = this.choices.target, isUnknown = this.choices.isUnknown): Row {
    const living = this.living(table);
    const among: Row[] = this.choices.isLive && living.length > 0 ? living : this.rows(table);
    return (isUnknown ? undefined : among[n % among.length]) ?? unknown;
  }

  setting(key: string): boolean {
    return this.rows('settings').find((row) => row['key'] === key)!['value'] as boolean;
  }

  ownerOf(userId: string | null, isAlways = false): Owner {
    if (!userId || !(isAlways || this.choices.isOwn)) return null;
    const sessions = this.living('sessions').filter((session) => session.user_id === userId);
    return { userId, sessionId: sessions[this.choices.other % sessions.length]?.id ?? null };
  }
}
