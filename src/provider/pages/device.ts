/** Signing in on a device by its code: entering the code, confirming the device, and the end. */
import { html, trusted } from './html';
import { isolatedName, page, problem } from './layout';

export interface DeviceCodePage {
  /** oidc-provider's own form, from which the hidden field and the entered code are taken. */
  formHtml: string;
  error?: string;
}

const valueIn = (formHtml: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(formHtml)?.[1] ?? '';

export function deviceCodePage({ formHtml, error }: DeviceCodePage): string {
  const fault = error && html` aria-invalid="true" aria-describedby="problem"`;
  return page({
    title: error ? `Code not accepted: ${error}` : 'Sign in on a device',
    body: html` <h1>Sign in on a device</h1>
      <p class="quiet">Enter the code that your device shows.</p>
      ${problem(error)}
      <form method="post" action="/oidc/device">
        <input type="hidden" name="xsrf" value="${valueIn(formHtml, 'xsrf')}" />
        <label for="user_code">Code</label>
        <input
          id="user_code"
          name="user_code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="20"
          placeholder="XXXX-XXXX"
          required
          autofocus${fault}
        />
        <div class="actions"><button type="submit">Continue</button></div>
      </form>`,
  });
}

export interface DeviceConfirmPage {
  /** oidc-provider's own form (id `op.deviceConfirmForm`). */
  formHtml: string;
  applicationName: string;
  userCode: string;
  /** What is known of the device: browser, operating system, address. */
  origin: string;
}

export function deviceConfirmPage({ formHtml, applicationName, userCode, origin }: DeviceConfirmPage): string {
  return page({
    title: 'Is this your device?',
    body: html` <h1>Is this your device?</h1>
      <p>${isolatedName(applicationName)} wants to sign you in on a device.</p>
      <dl>
        <dt>Code on the device</dt>
        <dd><code>${userCode}</code></dd>
        ${
          origin &&
          html`<dt>Requested from</dt>
            <dd>${isolatedName(origin)}</dd>`
        }
      </dl>
      <p class="quiet">
        Continue only if you started this yourself and the device shows this code. If somebody sent you the code,
        refuse: they would be signed in as you.
      </p>
      ${trusted(formHtml)}
      <div class="actions pair">
        <button type="submit" form="op.deviceConfirmForm" autofocus>Continue</button>
        <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes" class="second">Refuse</button>
      </div>`,
  });
}

export function deviceDonePage({ applicationName, denied }: { applicationName: string; denied: boolean }): string {
  const name = applicationName ? isolatedName(applicationName) : 'the application';
  return denied
    ? page({
        title: 'Device refused',
        body: html` <h1>The device was refused</h1>
          <p role="status">Nobody was signed in. You can close this page.</p>`,
      })
    : page({
        title: 'Device signed in',
        body: html` <h1>Your device is signed in</h1>
          <p role="status">Go back to your device: you are signed in to ${name} there. You can close this page.</p>`,
      });
}
