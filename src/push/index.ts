/** The gateways of this process by provider name, as given by devices when they enroll. Gateways that are not configured are missing. */
import type { Clock } from '../platform/clock';
import { apnsGateway, type ApnsSettings } from './apns';
import { fcmGateway, type FcmSettings } from './fcm';
import type { PushGateway } from './gateway';
import { webhookGateway, type WebhookSettings } from './webhook';

export interface PushConfig {
  webhook: WebhookSettings | null;
  fcm: FcmSettings | null;
  apns: ApnsSettings | null;
}

export type ProviderName = 'WEBHOOK' | 'FCM' | 'APNS';
export type PushGateways = ReadonlyMap<ProviderName, PushGateway>;

export const createGateways = ({ webhook, fcm, apns }: PushConfig, clock: Clock): PushGateways => {
  const gateways = new Map<ProviderName, PushGateway>();
  if (webhook) gateways.set('WEBHOOK', webhookGateway(webhook, clock));
  if (fcm) gateways.set('FCM', fcmGateway(fcm, clock));
  if (apns) gateways.set('APNS', apnsGateway(apns, clock));
  return gateways;
};
