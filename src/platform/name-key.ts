/** The key of a name or an address, equal for those that look or read the same (Unicode NFKC, case folded, one form of a domain). */
import { withReadableDomain } from './email';

/** A sigma at the end of a word (`ς`) is another form of `σ`. In the domain of an address, DNS knows both. */
const withOneSigma = (text: string): string => {
  const at = text.lastIndexOf('@');
  const end = at < 1 ? text.length : at;
  return text.slice(0, end).replaceAll('ς', 'σ') + text.slice(end);
};

export const nameKey = (text: string): string =>
  withReadableDomain(withOneSigma(text.normalize('NFKC').toLowerCase().normalize('NFKC')));
