/** The key of a name or an address, equal for those that look or read the same (Unicode NFKC, lower case, one form of a domain). */
import { withReadableDomain } from './email';

export const nameKey = (text: string): string =>
  withReadableDomain(text.normalize('NFKC').toLowerCase().normalize('NFKC'));
