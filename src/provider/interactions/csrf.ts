/** The CSRF token of an interaction's forms. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Interaction } from './interaction-request';

/** Derived from a value that is stored with the interaction, sealed, and never shown. */
export const csrfOf = (interaction: Interaction): string =>
  createHmac('sha256', interaction.cid).update(`csrf ${interaction.uid}`).digest('base64url');

export const csrfMatches = (interaction: Interaction, given: string | undefined): boolean => {
  const expected = Buffer.from(csrfOf(interaction));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
};
