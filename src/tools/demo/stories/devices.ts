/** Devices, and clients that act on their own behalf. */
import { clientCredentials, introspect, refresh, registerInstallation, signIn } from '../../oidc-flow';
import { type Demo, type Report, SESSION_SCOPES } from '../demo';
import { applications, installations } from '../world';

/** Installations register themselves with the registration token, and people sign in on them, two on the first one. */
export const devices = async (demo: Demo, report: Report): Promise<void> => {
  const { devices } = await demo.graphql<{ devices: { nodes: { name: string }[] } }>(
    'query Devices($id: ID!) { devices(filter: { applicationId: $id }, first: 100) { nodes { name } } }',
    { id: demo.application('phone').id },
  );
  for (const { installation, users: names } of installations) {
    if (devices.nodes.some(({ name }) => name === installation.device_name)) {
      report.found.push(installation.device_name);
      continue;
    }
    const registered = await registerInstallation(demo.issuer, await demo.registrationToken(), installation);
    const client = {
      issuer: demo.issuer,
      clientId: registered.client_id,
      clientSecret: registered.client_secret,
      redirectUri: applications.phone.redirectUris[0],
    };
    for (const username of names) {
      const { tokens } = await signIn({ ...client, ...demo.credentials(username), scope: SESSION_SCOPES });
      await refresh(client, tokens.refresh_token!);
    }
    report.made.push(`${installation.device_name} (${names.join(', ')})`);
  }
};

/** A machine client, and a resource server that introspects a person's token. */
export const services = async (demo: Demo, report: Report): Promise<void> => {
  const machine = demo.application('report');
  if (await demo.hasTokens({ applicationId: machine.id })) report.found.push(applications.report.name);
  else {
    await clientCredentials(await demo.client('report'), { scope: 'users:read sessions:read' });
    report.made.push(applications.report.name);
  }

  const { identifier, name } = applications.stock;
  if (await demo.hasTokens({ userId: demo.userId('femi'), scope: 'stock:read' })) return void report.found.push(name);
  const board = { ...(await demo.client('board')), resource: identifier };
  const { tokens } = await signIn({
    ...board,
    ...demo.credentials('femi', 'chromeOnWindows'),
    scope: 'openid stock:read',
  });
  const { active } = await introspect(await demo.client('stock'), tokens.access_token);
  if (!active) throw new Error(`${name} does not know the token that was issued for it`);
  report.made.push(`${name} introspects a token`);
};
