/** Signing in with a passkey, instead of the password or after it; and the script by which a page asks the browser for one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'koa';
import { assertedPasskey, usePasskey } from '../modules/factor';
import { users } from '../modules/user';
import { admit, barredBy, findHeld, type Place, refuse, type Refused, type SignedIn } from './admit';
import { currentRequest } from './request-scope';
import { admitByPassword } from './new-password';
import type { NotProved } from './proof';
import { forgetProof, provedUser, recallProof } from './second-factor';

export interface PasskeyAttempt extends Place {
  interaction: string;
  challenge: string;
  origin: string;
  /** What the browser gave, as JSON. */
  response: string;
}

export const signInWithPasskey = async (
  attempt: PasskeyAttempt,
): Promise<SignedIn | Refused | NotProved | 'PASSKEY' | 'NEW_PASSWORD'> => {
  const request = currentRequest();
  const outside = await request.database();
  const asserted = await assertedPasskey(outside, attempt.origin, attempt);
  const proof = await recallProof(attempt.interaction);
  const userId = asserted?.passkey.userId ?? null;
  const fail = () => {
    request.openTransaction('no key update');
    return refuse<'PASSKEY'>(attempt, userId, 'WRONG_PASSKEY', 'PASSKEY');
  };
  if (!asserted || !userId) return fail();
  // After a password it has to be a passkey of the same user.
  if (proof && proof.userId !== userId) return fail();
  const proved = proof
    ? await provedUser(attempt.interaction, attempt.cookie)
    : await identified(userId, attempt.cookie);
  if (!proved) return 'EXPIRED';
  const { user, held } = proved;
  const barred = user ? barredBy(user) : 'UNKNOWN_USER';
  if (!user || barred) return refuse(attempt, userId, barred!, 'CREDENTIALS');
  // Removed meanwhile, or an older count than the last: then it was copied.
  if (!(await usePasskey(await request.database(), asserted))) return fail();
  const { authenticatorId } = asserted.passkey;
  if (!proof) return admit(attempt, user, held, { methods: ['pop', 'user', 'mfa'], credentialIds: [authenticatorId] });
  await forgetProof(attempt.interaction);
  return admitByPassword(attempt, user, held, ['pwd', 'pop', 'mfa'], authenticatorId);
};

/** The user of the passkey, locked. */
const identified = async (userId: string, cookie: string | undefined) => {
  const request = currentRequest();
  const held = await findHeld(await request.database(), cookie);
  request.openTransaction('no key update');
  await request.lockUsers([userId, ...(held ? [held.userId] : [])]);
  return { user: await users(await request.database()).findCandidate(userId), held };
};

export const SCRIPT_PATH = '/signin/passkey.js';

const OURS = `
(() => {
  const form = document.getElementById('passkey');
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = SimpleWebAuthnBrowser;
  if (!form || !browserSupportsWebAuthn()) return;
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const ask = form.dataset.makes ? startRegistration : startAuthentication;
      const response = await ask({ optionsJSON: JSON.parse(form.dataset.options) });
      form.elements.response.value = JSON.stringify(response);
      form.submit();
    } catch {
      form.querySelector('p').textContent = form.dataset.makes
        ? 'No passkey was made. Try again; one that is on this device already cannot be added twice.'
        : 'No passkey was used. Try again, or sign in in another way.';
    }
  });
})();
`;

/** The library's own bundle for pages without a build of theirs. */
const bundle = (): string =>
  path.resolve(path.dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js');

let script: string | undefined;

export const sendScript = (ctx: Context): void => {
  script ??= readFileSync(bundle(), 'utf8') + OURS;
  ctx.set({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' });
  ctx.type = 'text/javascript; charset=utf-8';
  ctx.body = script;
};
