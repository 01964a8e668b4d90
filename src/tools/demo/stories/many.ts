/** Many sessions at once: counted first, then ended by the same filter with one receipt. */
import type { Demo, Report } from '../demo';
import { applications } from '../world';

interface Ended {
  results: { changed: boolean }[];
  revocation: { counts: { sessions: number } };
}

export const many = async (demo: Demo, report: Report): Promise<void> => {
  const { name } = applications.board;
  const reason = `${name} moves to another address`;
  if (await demo.hasReceipt({ action: ['revokeSessions'], search: reason }))
    return void report.found.push(`the sessions at ${name}`);
  const filter = { applicationId: demo.application('board').id, status: ['ACTIVE'] };
  const { sessions } = await demo.graphql<{ sessions: { totalCount: number } }>(
    'query Count($filter: SessionFilter!) { sessions(filter: $filter, first: 1) { totalCount } }',
    { filter },
  );
  const expectedCount = sessions.totalCount;
  if (expectedCount === 0) return void report.found.push(`nobody at ${name} any more`);
  const refused = await demo.attempt(
    'revokeSessions',
    { filter, expectedCount: expectedCount + 1, reason },
    '__typename',
  );
  if (refused.errors[0]?.code !== 'COUNT_MISMATCH') throw new Error('sessions ended that had not been counted');
  const { revocation } = await demo.mutate<Ended>(
    'revokeSessions',
    { filter, expectedCount, reason },
    'results { changed } revocation { counts { sessions } }',
  );
  report.made.push(`all ${revocation.counts.sessions} sessions at ${name} end in one receipt`);
};
