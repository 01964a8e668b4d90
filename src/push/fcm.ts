/** Push through Firebase Cloud Messaging, HTTP v1: a data message, authorized by an access token obtained with the service account's key. */
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '../platform/clock';
import {
  addressGone,
  delivered,
  type PushGateway,
  type PushMessage,
  retry,
  type PushResult,
  timeLimit,
  TIMEOUT_MS,
  unreachable,
} from './gateway';

export interface FcmSettings {
  /** The origin of the push service. */
  url: string;
  projectId: string;
  clientEmail: string;
  keyId: string;
  privateKey: KeyObject;
  tokenUri: string;
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** A token is not used in its last minute, because it could expire in transit. */
const MARGIN_SECONDS = 60;

class TokenRefused extends Error {
  constructor(
    readonly status: number,
    readonly retryAfter: string | null,
  ) {
    super('the token endpoint rejected the service account');
  }
}

/** Exchanges a signed assertion for an access token (RFC 7523 section 2.1); concurrent callers share one exchange. */
const accessTokens = (settings: FcmSettings, clock: Clock, timeoutMs: number) => {
  const seconds = () => Math.floor(clock.now().getTime() / 1_000);
  let held: { token: Promise<string>; until: number } | null = null;

  const exchange = async (): Promise<{ token: string; lifetime: number }> => {
    const now = seconds();
    const assertion = await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: settings.keyId })
      .setIssuer(settings.clientEmail)
      .setAudience(settings.tokenUri)
      .setIssuedAt(now)
      .setExpirationTime(now + 3_600)
      .sign(settings.privateKey);
    const response = await fetch(settings.tokenUri, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new TokenRefused(response.status, response.headers.get('retry-after'));
    }
    const { access_token: token, expires_in: lifetime } = (await response.json()) as Record<string, unknown>;
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new TokenRefused(response.status, null);
    return { token, lifetime: typeof lifetime === 'number' ? lifetime : 0 };
  };

  return {
    forget: () => void (held = null),
    get: (): Promise<string> => {
      if (held && seconds() < held.until) return held.token;
      const made = exchange();
      const holding = { token: made.then(({ token }) => token), until: Infinity };
      held = holding;
      made.then(
        ({ lifetime }) => (holding.until = seconds() + lifetime - MARGIN_SECONDS),
        () => held === holding && (held = null),
      );
      return holding.token;
    },
  };
};

const body = (message: PushMessage, now: Date) => {
  const lifetime = Math.max(0, Math.floor((message.expiresAt.getTime() - now.getTime()) / 1_000));
  return {
    message: {
      token: message.address,
      data: {
        type: 'authentication.requested',
        messageId: message.id,
        authenticationId: message.authenticationId,
        application: message.applicationName,
      },
      android: { priority: 'HIGH', ttl: `${lifetime}s` },
      apns: {
        headers: {
          'apns-push-type': 'background',
          'apns-priority': '5',
          'apns-expiration': String(Math.floor(message.expiresAt.getTime() / 1_000)),
        },
        payload: { aps: { 'content-available': 1 } },
      },
    },
  };
};

interface FcmError {
  error?: {
    status?: string;
    details?: { errorCode?: string; fieldViolations?: { field?: string }[] }[];
  };
}

/** Only errors about the device token itself invalidate the address; a wrong project or key is a configuration error. */
const outcomeOf = (status: number, { error }: FcmError, retryAfter: string | null): PushResult => {
  const details = Array.isArray(error?.details) ? error.details : [];
  const code = details.find(({ errorCode }) => errorCode)?.errorCode;
  if (code === 'UNREGISTERED') return addressGone(code);
  const aboutToken = details.some(
    ({ fieldViolations }) =>
      Array.isArray(fieldViolations) && fieldViolations.some(({ field }) => field === 'message.token'),
  );
  if (status === 400 && aboutToken) return addressGone(code ?? error?.status);
  return retry(code ?? error?.status ?? String(status), retryAfter);
};

export const fcmGateway = (settings: FcmSettings, clock: Clock, timeoutMs: number = TIMEOUT_MS): PushGateway => {
  const tokens = accessTokens(settings, clock, timeoutMs);
  const url = `${settings.url}/v1/projects/${encodeURIComponent(settings.projectId)}/messages:send`;
  return {
    close: () => {},
    send: async (message, signal) => {
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          headers: { authorization: `Bearer ${await tokens.get()}`, 'content-type': 'application/json' },
          body: JSON.stringify(body(message, clock.now())),
          signal: timeLimit(signal, timeoutMs),
        });
        if (response.ok) {
          await response.body?.cancel();
          return delivered;
        }
        if (response.status === 401) tokens.forget();
        const said = (await response.json().catch(() => null)) as FcmError | null;
        return outcomeOf(response.status, said ?? {}, response.headers.get('retry-after'));
      } catch (error) {
        return error instanceof TokenRefused
          ? retry(`token-endpoint-${error.status}`, error.retryAfter)
          : unreachable(error);
      }
    },
  };
};
