/**
 * Push by a webhook of one's own: each message is a POST of JSON, signed as Standard Webhooks says (webhook-id, webhook-timestamp and
 * webhook-signature, HMAC-SHA256 over all three), so that its libraries can check it.
 */
import type { KeyObject } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../platform/clock';
import {
  addressGone,
  delivered,
  type PushGateway,
  type PushMessage,
  retry,
  timeLimit,
  TIMEOUT_MS,
  unreachable,
} from './gateway';

export interface WebhookSettings {
  url: string;
  secret: KeyObject;
}

export const webhookGateway = (
  { url, secret }: WebhookSettings,
  clock: Clock,
  timeoutMs: number = TIMEOUT_MS,
): PushGateway => ({
  close: () => {},
  send: async ({ id, address, authenticationId, applicationName, expiresAt }: PushMessage, signal) => {
    const now = clock.now();
    const data = { address, authenticationId, application: applicationName, expiresAt: expiresAt.toISOString() };
    const body = JSON.stringify({ type: 'authentication.requested', timestamp: now.toISOString(), data });
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: timeLimit(signal, timeoutMs),
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': new Webhook(secret.export(), { format: 'raw' }).sign(id, now, body),
        },
        body,
      });
      await response.body?.cancel();
      if (response.ok) return delivered;
      return response.status === 410
        ? addressGone('410')
        : retry(String(response.status), response.headers.get('retry-after'));
    } catch (error) {
      return unreachable(error);
    }
  },
});
