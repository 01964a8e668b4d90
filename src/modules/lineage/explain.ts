/** Explains why one token is live or dead. One statement reads the verdict and the explanation, so that they cannot disagree. */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { invalidInput, notFound, Refusal } from '../../schema/errors';
import { tokens } from '../token';
import { LINKS, type TokenExplanation } from './explanation';

const explain = async (
  database: Database,
  column: 'id' | 'hash',
  value: string | Buffer,
): Promise<TokenExplanation | null> => {
  const rows = await tokens(database).listLinks(column, value);
  const [token] = rows;
  if (!token) return null;
  const names = Object.keys(LINKS);
  const links = rows
    .sort((a, b) => names.indexOf(a.link) - names.indexOf(b.link))
    .map(({ link, onId, holds, since, why, receiptId }) => ({
      kind: LINKS[link].kind,
      onId,
      bound: onId !== null,
      holds,
      since,
      reason: why,
      revocationId: receiptId,
    }));
  const broken = links.filter(({ holds }) => !holds);
  return { token, live: token.live, links, broken: broken.sort((a, b) => Number(a.since) - Number(b.since)) };
};

export const explainById = (database: Database, id: string): Promise<TokenExplanation | null> =>
  explain(database, 'id', id);

const MAX_TOKEN = 4_096;

/** By its value, which is hashed at once and neither stored nor logged. */
export const explainByValue = async (database: Database, value: string) => {
  try {
    if (value.length > MAX_TOKEN) throw invalidInput('token', `\`token\` must have at most ${MAX_TOKEN} characters.`);
    const explanation = await explain(database, 'hash', secretHash(value));
    if (!explanation) throw notFound('token', 'token');
    return { explanation, errors: [] };
  } catch (error) {
    if (error instanceof Refusal) return { explanation: null, errors: [error.asValue()] };
    throw error;
  }
};
