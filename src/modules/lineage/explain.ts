/** Takes the predicate apart for one token, in one statement: what is told cannot disagree with the verdict, nor be from another moment. */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import type { EndReason } from '../../schema/enums';
import { invalidInput, notFound, Refusal } from '../../schema/errors';
import { linksOf, type LinkName } from '../../core/liveness/live';
import { type Token, tokenColumns, tokenFrom, tokenLife } from '../token';
import { TOLD, type TokenExplanation } from './explanation';

interface Row extends Token {
  live: boolean;
  link: LinkName | 'self';
  onId: string | null;
  holds: boolean;
  since: Date | null;
  why: EndReason | null;
  receiptId: string | null;
}

const explain = async (database: Database, where: string, value: unknown): Promise<TokenExplanation | null> => {
  const rows = await database.query<Row>(
    `select ${tokenColumns}, ${tokenLife.live} as "live", link.name as "link", link.on_id as "onId", link.holds, link.at as "since",
       link.reason as "why", link.revocation_id as "receiptId"
     from ${tokenFrom} ${linksOf('token', 'x')} where ${where}`,
    [value],
  );
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
  explain(database, 'x.id = $1', id);

const MAX_TOKEN = 4_096;

/** By its value, which is hashed at once and goes nowhere else. */
export const explainByValue = async (database: Database, value: string) => {
  try {
    if (value.length > MAX_TOKEN) throw invalidInput('token', `\`token\` must have at most ${MAX_TOKEN} characters.`);
    const explanation = await explain(database, 'x.hash = $1', secretHash(value));
    if (!explanation) throw notFound('token', 'token');
    return { explanation, errors: [] };
  } catch (error) {
    if (error instanceof Refusal) return { explanation: null, errors: [error.asValue()] };
    throw error;
  }
};
