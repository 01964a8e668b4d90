/** People and staff in their browsers. */
import { authorize, refresh, signIn } from '../../oidc-flow';
import { graphqlAt, serviceOf } from '../api';
import { type ApplicationKey, type Browser, type Demo, expectRefusal, type Report, SESSION_SCOPES } from '../demo';
import { applications, users } from '../world';

/** People in their browsers: several sign-ins each, consents, refreshes, and one denied consent. */
export const signIns = async (demo: Demo, report: Report): Promise<void> => {
  const plan: [string, ApplicationKey, Browser][] = [
    ['maria', 'shop', 'safariOnMac'],
    ['maria', 'shop', 'safariOnIphone'],
    ['tomas', 'shop', 'edgeOnWindows'],
    ['chiara', 'shop', 'chromeOnAndroid'],
    ['chiara', 'board', 'chromeOnWindows'],
    ['dmitri', 'board', 'firefoxOnLinux'],
    ['femi', 'board', 'chromeOnAndroid'],
    ['noor', 'shop', 'safariOnIphone'],
    ['noor', 'shop', 'firefoxOnLinux'],
    ['priya', 'shop', 'chromeOnWindows'],
  ];
  for (const username of new Set(plan.map(([name]) => name))) {
    if (await demo.hasSessions(username)) {
      report.found.push(username);
      continue;
    }
    for (const [name, key, browser] of plan.filter(([planned]) => planned === username)) {
      const client = await demo.client(key);
      const { tokens } = await signIn({ ...client, ...demo.credentials(name, browser), scope: SESSION_SCOPES });
      if (tokens.refresh_token && browser !== 'firefoxOnLinux') await refresh(client, tokens.refresh_token);
      report.made.push(`${name} at ${applications[key].name}`);
    }
  }
  if (report.made.some((entry) => entry.startsWith('dmitri'))) {
    const client = await demo.client('shop');
    const refused = {
      ...demo.credentials('dmitri', 'firefoxOnLinux'),
      scope: SESSION_SCOPES,
      decision: 'deny' as const,
    };
    await expectRefusal('access_denied', authorize({ ...client, ...refused }));
    report.made.push(`dmitri denies consent to ${applications.shop.name}`);
  }
};

/** The operator and the helpdesk in the playground; the helpdesk tries something it is not allowed to do. */
export const staff = async (demo: Demo, report: Report): Promise<void> => {
  const origin = serviceOf(demo.issuer);
  const client = { issuer: demo.issuer, clientId: 'playground', redirectUri: `${origin}/playground/callback` };
  for (const { username } of users.filter(({ role }) => role)) {
    if (await demo.hasSessions(username)) {
      report.found.push(username);
      continue;
    }
    const browser: Browser = username === 'grace' ? 'firefoxOnLinux' : 'edgeOnWindows';
    const { tokens } = await signIn({
      ...client,
      ...demo.credentials(username, browser),
      scope: 'openid profile email self account admin',
    });
    const asStaff = graphqlAt(demo.bootstrap.graphql, tokens.access_token);
    await asStaff('{ users(first: 5, filter: { search: "a" }) { nodes { username latestEvents { type } } } }');
    report.made.push(`${username} in the playground`);
    if (username !== 'henrik') continue;
    const refused = await asStaff(
      'mutation Try($input: DisableUserInput!) { disableUser(input: $input) { errors { code } } }',
      { input: { userId: demo.userId('maria'), reason: 'Asked to by phone' } },
    ).then(
      () => false,
      () => true,
    );
    if (!refused) throw new Error('the helpdesk can disable people');
    report.made.push('henrik tries to disable maria and is refused');
  }
};
