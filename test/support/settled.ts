/** Large receipts, whose counts are a lower bound until a job has settled them. */
import { type Ask, ok } from './graphql';
import { until } from './jobs';

/** The counts of a receipt, once they are final. `names` are the counts to read. */
export const settledCounts = (by: Ask, id: string, names: string): Promise<Record<string, number>> =>
  until(async () => {
    const read = `query ($id: ID!) { revocation(id: $id) { countsAreFinal counts { ${names} } } }`;
    const { revocation } = await ok(by(read, { id }));
    return revocation.countsAreFinal && (revocation.counts as Record<string, number>);
  }, 'the receipt is settled');
