/** A shop sign-in that is confirmed on a phone (OpenID CIBA), and one that is refused after mobile authentication was revoked. */
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { pollAuthentication, startAuthentication } from '../../ciba-flow';
import { registerInstallation, signIn } from '../../oidc-flow';
import { graphqlAt, type Graphql } from '../api';
import { type Demo, type Report, SESSION_SCOPES } from '../demo';
import { applications, femisPhone } from '../world';

const ALGORITHM = 'ES256';

interface Phone {
  deviceId: string;
  /** Sends requests as the app on the phone. */
  graphql: Graphql;
  /** Signs with the key after its owner has unlocked the phone. */
  sign(claims: Record<string, string>): Promise<string>;
}

export const confirmations = async (demo: Demo, report: Report): Promise<void> => {
  const userId = demo.userId('femi');
  if (await demo.hasReceipt({ action: ['revokeMobileAuthentication'], userId }))
    return void report.found.push('femi’s confirmed sign-in');
  const phone = await enroll(demo);
  report.made.push(`femi enrolls ${femisPhone.device_name}`);

  const applicationId = demo.application('shop').id;
  await demo.mutate('updateApplication', { applicationId, backchannelAuthentication: true }, '__typename');
  const shop = await demo.client('shop');
  const hint = { scope: SESSION_SCOPES, login_hint: 'femi', binding_message: 'Order 4711' };
  const started = await startAuthentication(demo.issuer, shop, hint);
  await confirm(demo, phone);
  const { json } = await pollAuthentication(demo.issuer, shop, started.json.auth_req_id);
  if (!json.access_token) throw new Error(`a confirmed sign-in was refused: ${json.error}`);
  report.made.push(`and confirms a sign-in at ${applications.shop.name} on it`);

  const waiting = await startAuthentication(demo.issuer, shop, { ...hint, binding_message: 'Order 4712' });
  const { deviceId } = phone;
  await demo.mutate('revokeMobileAuthentication', { userId, deviceId, reason: 'Phone lent to a friend' }, '__typename');
  const late = await pollAuthentication(demo.issuer, shop, waiting.json.auth_req_id);
  const next = await startAuthentication(demo.issuer, shop, hint);
  if (late.status === 200 || next.json.error !== 'unknown_user_id')
    throw new Error('a phone without mobile authentication can confirm sign-ins');
  report.made.push('after revokeMobileAuthentication the next is refused: unknown_user_id');
};

/** The app registers itself, Femi signs in on it, and it proves possession of the key that it enrolls. */
const enroll = async (demo: Demo): Promise<Phone> => {
  const { client_id: clientId, client_secret: clientSecret } = await registerInstallation(
    demo.issuer,
    await demo.registrationToken(),
    femisPhone,
  );
  const client = { issuer: demo.issuer, clientId, clientSecret, redirectUri: applications.phone.redirectUris[0] };
  const { tokens } = await signIn({ ...client, ...demo.credentials('femi'), scope: `${SESSION_SCOPES} account` });
  const graphql = graphqlAt(demo.bootstrap.graphql, tokens.access_token);
  const { viewer } = await graphql<{ viewer: { session: { device: { id: string } } } }>(
    '{ viewer { session { device { id } } } }',
  );
  const deviceId = viewer.session.device.id;
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const sign: Phone['sign'] = (claims) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: ALGORITHM })
      .sign(privateKey as CryptoKey);
  const { challenge } = await demo.mutate<{ challenge: { value: string } }>(
    'createDeviceChallenge',
    { deviceId },
    'challenge { value }',
    graphql,
  );
  const proof = { purpose: 'enrollMobileAuthentication', challenge: challenge.value, deviceId };
  const key = { publicKey: await exportJWK(publicKey), challenge: challenge.value, signature: await sign(proof) };
  await demo.mutate(
    'enrollMobileAuthentication',
    { deviceId, ...key, kind: 'BIOMETRIC', name: 'Fingerprint' },
    '__typename',
    graphql,
  );
  return { deviceId, graphql, sign };
};

/** The app shows the pending request, and Femi touches the sensor. */
const confirm = async (demo: Demo, { graphql, sign }: Phone): Promise<void> => {
  const { pendingAuthentications } = await graphql<{ pendingAuthentications: { id: string; challenge: string }[] }>(
    '{ pendingAuthentications { id challenge bindingMessage application { name } } }',
  );
  const [{ id: authenticationId, challenge }] = pendingAuthentications as [{ id: string; challenge: string }];
  const decision = 'APPROVE';
  const signature = await sign({ purpose: 'answerAuthentication', challenge, authenticationId, decision });
  await demo.mutate('answerAuthentication', { authenticationId, decision, signature }, '__typename', graphql);
};
