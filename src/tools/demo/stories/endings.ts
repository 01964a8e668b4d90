/** Failures, and revocations of single objects. */
import { CookieJar } from '../../browser';
import { authorize, exchange, signOut } from '../../oidc-flow';
import { type Demo, expectRefusal, type Report, SESSION_SCOPES } from '../demo';
import { applications } from '../world';

export const failures = async (demo: Demo, report: Report): Promise<void> => {
  const userId = demo.userId('priya');
  const { events } = await demo.graphql<{ events: { nodes: unknown[] } }>(
    'query Failed($userId: ID!) { events(filter: { userId: $userId, type: [SIGN_IN_FAILED] }, first: 1) { nodes { id } } }',
    { userId },
  );
  if (events.nodes.length > 0) return void report.found.push('priya’s wrong password');
  const client = await demo.client('shop');
  const credentials = { ...demo.credentials('priya', 'chromeOnWindows'), password: 'not what I chose' };
  await expectRefusal('sign_in_refused', authorize({ ...client, ...credentials, scope: 'openid' }));
  report.made.push('priya types a wrong password');
};

/** A sign-out, a revoked session, and an employee who has left. */
export const endings = async (demo: Demo, report: Report): Promise<void> => {
  const noor = await demo.sessionsOf('noor');
  if (noor.some(({ endReason }) => endReason === 'LOGOUT')) report.found.push('noor’s sign-out');
  else {
    const jar = new CookieJar();
    const client = await demo.client('shop');
    const options = { ...client, ...demo.credentials('noor', 'edgeOnWindows'), scope: SESSION_SCOPES, jar };
    const { id_token: idToken } = await exchange(client, await authorize(options));
    await signOut(demo.issuer, jar, {
      id_token_hint: idToken!,
      post_logout_redirect_uri: applications.shop.postLogoutRedirectUris[0],
    });
    report.made.push('noor signs out');
  }

  const maria = await demo.sessionsOf('maria');
  if (maria.some(({ endReason }) => endReason === 'REVOKED')) report.found.push('maria’s revoked session');
  else {
    const lost = maria.find(({ platform, status }) => platform === 'IOS' && status === 'ACTIVE') ?? maria[0];
    if (lost) {
      const input = { sessionId: lost.id, reason: 'Phone left on a train', idempotencyKey: `demo ${lost.id}` };
      await demo.mutate('revokeSession', input, '__typename');
      report.made.push('a session of maria is revoked');
    }
  }

  // With the idempotency key, a repeated run replays the receipt, even if someone has enabled the user again.
  const userId = demo.userId('tomas');
  const { revocation } = await demo.mutate<{ revocation: { replayed: boolean } }>(
    'disableUser',
    { userId, reason: 'Left the company', idempotencyKey: `demo ${userId}` },
    'revocation { replayed }',
  );
  (revocation.replayed ? report.found : report.made).push('tomas is disabled');
};
