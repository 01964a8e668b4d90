/** The CSRF token of an interaction's forms. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What identifies an interaction; `cid` is stored sealed and never shown. */
interface InteractionIds {
  uid: string;
  cid: string;
}

export const csrfOf = (interaction: InteractionIds): string =>
  createHmac('sha256', interaction.cid).update(`csrf ${interaction.uid}`).digest('base64url');

export const csrfMatches = (interaction: InteractionIds, given: string | undefined): boolean => {
  const expected = Buffer.from(csrfOf(interaction));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};
