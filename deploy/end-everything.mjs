/**
 * Ends all sessions, tokens and access grants, with receipts, except for the caller's own: for a database that was restored from a backup, which does
 * not know what ended after the backup was taken. People sign in again, programs request new tokens; everything else stays as it is.
 *
 *   CASTELLAN_TOKEN=<a token of a machine client with the scope admin> node end-everything.mjs <address of the service> <reason>
 */
const [, , address, reason] = process.argv;
const token = process.env.CASTELLAN_TOKEN;
if (!address || !reason || !token) {
  console.error('usage: CASTELLAN_TOKEN=<token> node end-everything.mjs <address of the service> <reason>');
  process.exit(1);
}

const ask = async (query, variables) => {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  const refused = errors ?? Object.values(data).flatMap((payload) => payload?.errors ?? []);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n'));
  return data;
};

/** Ends what a list shows as live, a page at a time, until only the caller's own is left. Returns how many that were. */
const endAll = async (list, own, end) => {
  let ended = 0;
  for (let after = null; ;) {
    const { [list]: page } = await ask(
      `query ($after: String) { ${list}(active: true, first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    const ids = page.nodes.map(({ id }) => id).filter((id) => !own.has(id));
    if (ids.length > 0) await end(ids);
    ended += ids.length;
    if (!page.pageInfo.hasNextPage) return ended;
    after = page.pageInfo.endCursor;
  }
};

try {
  const { viewer } = await ask('{ viewer { session { id } } }');
  if (!viewer || viewer.session) throw new Error('CASTELLAN_TOKEN must be a token of a machine client.');
  const { introspectToken } = await ask(
    'mutation ($input: IntrospectTokenInput!) { introspectToken(input: $input) { token { id } errors { message } } }',
    { input: { token } },
  );
  const own = new Set([introspectToken.token.id]);
  const sessions = await endAll('sessions', own, (sessionIds) =>
    ask('mutation ($input: RevokeSessionsInput!) { revokeSessions(input: $input) { errors { message } } }', {
      input: { sessionIds, reason },
    }),
  );
  const tokens = await endAll('tokens', own, (tokenIds) =>
    ask('mutation ($input: RevokeTokensInput!) { revokeTokens(input: $input) { errors { message } } }', {
      input: { tokenIds, reason },
    }),
  );
  const grants = await endAll('accessGrants', own, async (ids) => {
    for (const accessGrantId of ids)
      await ask(
        'mutation ($input: RevokeAccessGrantInput!) { revokeAccessGrant(input: $input) { errors { message } } }',
        { input: { accessGrantId, reason } },
      );
  });
  console.log(`Ended ${sessions} sessions, ${tokens} more tokens and ${grants} access grants.`);
} catch (error) {
  console.error(`Stopped before the end: ${error.message}\nWhat was ended stays ended. Run it again.`);
  process.exitCode = 1;
}
