/** Takes the predicate apart for one token, in one statement: what is told cannot disagree with the verdict, nor be from another moment. */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { invalidInput, notFound, Refusal } from '../../schema/errors';
import { tokens } from '../token';
import { TOLD, type TokenExplanation } from './explanation';

const explain = async (
  database: Database,
  column: 'id' | 'hash',
  value: string | Buffer,
): Promise<TokenExplanation | null> => {
  const rows = await tokens(database).listLinks(column, value);
  const [token] = rows;
  if (!token) return null;
  const names = Object.keys(TOLD);
  const links = rows
    .sort((a, b) => names.indexOf(a.link) - names.indexOf(b.link))
    .map(({ link, onId, holds, since, why, receiptId }) => ({
      kind: TOLD[link].kind,
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

/** By its value, which is hashed at once and goes nowhere else. */
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
