/** Times as text are the times that `Date` would print. */
import pg from 'pg';
import { timeText } from '../../src/database/times';

const viaDate = (stored: string): unknown =>
  JSON.parse(JSON.stringify(pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ)(stored)));
const shown = (stored: string): unknown => JSON.parse(JSON.stringify(timeText(stored)));

test('every millisecond, with and without microseconds', () => {
  for (let ms = 0; ms < 1_000; ms += 1)
    for (const micro of ['', '001', '499', '999']) {
      const fraction = `${String(ms).padStart(3, '0')}${micro}`.replace(/0+$/, '');
      const stored = `2026-02-28 23:59:59${fraction && `.${fraction}`}+00`;
      expect(shown(stored)).toBe(viaDate(stored));
    }
});

test.each([
  '2026-01-31 08:15:00+00',
  '0001-01-01 00:00:00+00',
  '9999-12-31 23:59:59.999999+00',
  '10000-01-01 00:00:00+00',
  '294276-12-31 23:59:59.5+00',
  '0044-03-15 12:00:00+00 BC',
  '2026-01-31 08:15:00.5+05:30',
  '2026-01-31 08:15:00-03',
  'infinity',
  '-infinity',
])('%s', (stored) => {
  expect(shown(stored)).toEqual(viaDate(stored));
});
