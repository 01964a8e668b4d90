/** The part of a page where a passkey is used: the only one that needs JavaScript, and not shown without. */
import { html, type Html } from './html';

export interface PasskeyForm {
  action: string;
  /** What the browser is asked for, as JSON. */
  options: string;
  script: string;
}

export function passkeyForm(csrf: string, { action, options, script }: PasskeyForm): Html {
  return html`<form method="post" action="${action}" id="passkey" data-options="${options}" hidden>
      <input type="hidden" name="csrf" value="${csrf}" />
      <input type="hidden" name="response" value="" />
      <div class="actions"><button type="submit" class="second">Use a passkey</button></div>
      <p class="quiet" aria-live="polite"></p>
    </form>
    <script src="${script}" defer></script>`;
}
