/** Signing in on a device by its code: entering the code, confirming the device, and the end. */
import type { Message } from '../texts';
import { html, trusted } from './html';
import { isolatedName, type Page, problem } from './layout';

export interface DeviceCodePage {
  /** oidc-provider's own form, from which the hidden field and the entered code are taken. */
  formHtml: string;
  error?: Message;
}

const valueIn = (formHtml: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(formHtml)?.[1] ?? '';

export const deviceCodePage =
  ({ formHtml, error }: DeviceCodePage): Page =>
  (texts) => {
    const { device } = texts;
    return {
      title: error ? device.failed(error(texts)) : device.title,
      body: html` <h1>${device.title}</h1>
        <p class="quiet">${device.what}</p>
        ${problem(texts, error)}
        <form method="post" action="/oidc/device">
          <input type="hidden" name="xsrf" value="${valueIn(formHtml, 'xsrf')}" />
          <label for="user_code">${device.code}</label>
          <input
            id="user_code"
            name="user_code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="20"
            placeholder="XXXX-XXXX"
            required
            autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}
          />
          <div class="actions"><button type="submit">${device.submit}</button></div>
        </form>`,
    };
  };

export interface DeviceConfirmPage {
  /** oidc-provider's own form (id `op.deviceConfirmForm`). */
  formHtml: string;
  applicationName: string;
  userCode: string;
  /** What is known of the device: browser, operating system, address. */
  origin: string;
}

export const deviceConfirmPage =
  ({ formHtml, applicationName, userCode, origin }: DeviceConfirmPage): Page =>
  ({ device }) => ({
    title: device.question,
    body: html` <h1>${device.question}</h1>
      <p>${device.asks(isolatedName(applicationName))}</p>
      <p class="code"><span class="quiet">${device.codeThere}</span> <strong>${userCode}</strong></p>
      ${origin && html`<p>${device.origin}: ${isolatedName(origin)}</p>`}
      <p class="problem">${device.warning}</p>
      ${trusted(formHtml)}
      <div class="actions pair">
        <button type="submit" form="op.deviceConfirmForm">${device.submit}</button>
        <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes" class="second">
          ${device.refuse}
        </button>
      </div>`,
  });

export const deviceDonePage =
  ({ applicationName, denied }: { applicationName: string; denied: boolean }): Page =>
  ({ device }) => ({
    title: denied ? device.refusedTitle : device.doneTitle,
    body: html` <h1>${denied ? device.refused : device.done}</h1>
      <p role="status">
        ${
          denied
            ? device.refusedWhat
            : applicationName
              ? device.doneWhat(isolatedName(applicationName))
              : device.doneAnywhere
        }
      </p>`,
  });
