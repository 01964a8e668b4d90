/**
 * Ends all sessions and tokens of all users, with receipts: for a database that was restored from a backup, which does not know what was ended
 * after the backup was taken. People sign in again; everything else stays as it is.
 *
 *   CASTELLAN_TOKEN=<an access token with the scope admin> node end-everything.mjs https://id.example.com 'restored from a backup'
 */
const [, , origin, reason] = process.argv;
const token = process.env.CASTELLAN_TOKEN;
if (!origin || !reason || !token) {
  console.error('usage: CASTELLAN_TOKEN=<token> node end-everything.mjs <origin> <reason>');
  process.exit(1);
}

const ask = async (query, variables) => {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const refused = errors ?? Object.values(data).flatMap((payload) => payload?.errors ?? []);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n'));
  return data;
};

let users = 0;
for (let after = null; ;) {
  const { users: page } = await ask(
    'query ($after: String) { users(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
    { after },
  );
  for (const { id } of page.nodes) {
    const input = { userId: id, reason };
    await ask(
      'mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { errors { message } } }',
      { input },
    );
    users += 1;
  }
  if (!page.pageInfo.hasNextPage) break;
  after = page.pageInfo.endCursor;
}

// Tokens of scripts, and of machines other than the one that runs this.
const { viewer } = await ask('{ viewer { application { id } } }');
const { applications } = await ask('{ applications(first: 100) { nodes { id kind } } }');
const machines = applications.nodes.filter(({ id, kind }) => kind === 'MACHINE' && id !== viewer.application?.id);
const filters = [{ kind: ['API'] }, ...machines.map(({ id }) => ({ applicationId: id }))];
let tokens = 0;
for (const filter of filters) {
  const input = { filter, reason };
  const mutation =
    'mutation ($input: RevokeTokensInput!) { revokeTokens(input: $input) { results { changed } errors { message } } }';
  const { revokeTokens } = await ask(mutation, { input: { ...input, dryRun: true } });
  const expectedCount = revokeTokens.results.length;
  if (expectedCount === 0) continue;
  await ask(mutation, { input: { ...input, expectedCount } });
  tokens += expectedCount;
}
console.log(`Ended the sessions and tokens of ${users} users, and ${tokens} tokens of scripts and machines.`);
