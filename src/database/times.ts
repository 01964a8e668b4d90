/** Reads times as the text that GraphQL shows, without making a `Date` of each. */
import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;
const asDate = pg.types.getTypeParser(TIMESTAMPTZ);

/** `2026-01-31 08:15:00.123456+00` → `2026-01-31T08:15:00.123Z`. Sessions have the time zone UTC. Other years and infinity stay what pg makes of them. */
export const timeText = (stored: string): unknown => {
  if (stored.charCodeAt(4) !== 45 || !stored.endsWith('+00')) return asDate(stored);
  const fraction = stored.charCodeAt(19) === 46 ? stored.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${stored.slice(0, 10)}T${stored.slice(11, 19)}.${fraction}Z`;
};

/** Type parsers for one statement. */
export const TIMES_AS_TEXT = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === TIMESTAMPTZ ? timeText : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
