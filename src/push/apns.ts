/** Push through Apple's service (APNs): HTTP/2 over one persistent connection, authorized by a token signed with the team's key. */
import type { KeyObject } from 'node:crypto';
import { type ClientHttp2Session, connect } from 'node:http2';
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

export interface ApnsSettings {
  /** The origin of the push service. */
  url: string;
  keyId: string;
  teamId: string;
  privateKey: KeyObject;
  /** The bundle id of the app. */
  topic: string;
}

/** Apple rejects tokens older than an hour, and new tokens issued more often than every 20 minutes. */
const TOKEN_MS = 50 * 60_000;
const IDLE_MS = 10 * 60_000;
const MAX_ANSWER = 4_096;
/** Other reasons may be our own fault, such as a wrong topic or a key of another team. */
const GONE_REASONS = ['BadDeviceToken', 'Unregistered', 'ExpiredToken'];

const providerTokens = ({ keyId, teamId, privateKey }: ApnsSettings, clock: Clock) => {
  let held: { token: Promise<string>; until: number } | null = null;
  return {
    forget: () => void (held = null),
    get: (): Promise<string> => {
      const now = clock.now().getTime();
      if (!held || now >= held.until) {
        const token = new SignJWT({})
          .setProtectedHeader({ alg: 'ES256', kid: keyId })
          .setIssuer(teamId)
          .setIssuedAt(Math.floor(now / 1_000))
          .sign(privateKey);
        held = { token, until: now + TOKEN_MS };
      }
      return held.token;
    },
  };
};

/** One connection for all messages; if it is lost or told to go away, the next message opens another. */
const connection = (url: string) => {
  let current: ClientHttp2Session | null = null;
  const open = (): ClientHttp2Session => {
    const session = connect(url);
    const forget = () => {
      if (current === session) current = null;
    };
    // The requests on it are notified themselves.
    session.on('error', forget);
    session.on('goaway', forget);
    session.on('close', forget);
    session.setTimeout(IDLE_MS, () => session.close());
    return session;
  };
  return {
    get: () => (current ??= open()),
    drop: (session: ClientHttp2Session) => {
      if (current === session) current = null;
      session.destroy();
    },
    close: () => {
      current?.close();
      current = null;
    },
  };
};

const bodyOf = ({ authenticationId, applicationName }: PushMessage): string =>
  JSON.stringify({
    aps: { alert: { title: applicationName }, category: 'AUTHENTICATION', sound: 'default', 'mutable-content': 1 },
    authenticationId,
  });

interface Answer {
  status: number;
  reason: string | null;
  retryAfter: string | null;
}

const request = (
  session: ClientHttp2Session,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ...headers }, { signal });
    let status = 0;
    let retryAfter: string | null = null;
    let text = '';
    stream.setEncoding('utf8');
    stream.on('response', (received) => {
      status = Number(received[':status']);
      const after = received['retry-after'];
      retryAfter = typeof after === 'string' ? after : null;
    });
    stream.on('data', (chunk: string) => {
      if (text.length < MAX_ANSWER) text += chunk;
    });
    stream.on('end', () => {
      let reason: unknown = null;
      try {
        reason = (JSON.parse(text) as { reason?: unknown }).reason;
      } catch {
        // Delivered messages have an empty response; otherwise the status tells.
      }
      if (status > 0) resolve({ status, reason: typeof reason === 'string' ? reason : null, retryAfter });
    });
    stream.on('error', reject);
    stream.on('close', () => reject(Object.assign(new Error('closed without a response'), { code: 'closed' })));
    stream.end(body);
  });

const outcomeOf = ({ status, reason, retryAfter }: Answer): PushResult => {
  if (status === 200) return delivered;
  if (status === 410 || (reason !== null && GONE_REASONS.includes(reason))) return addressGone(reason ?? '410');
  return retry(reason ?? String(status), retryAfter);
};

export const apnsGateway = (settings: ApnsSettings, clock: Clock, timeoutMs: number = TIMEOUT_MS): PushGateway => {
  const tokens = providerTokens(settings, clock);
  const kept = connection(settings.url);
  return {
    close: kept.close,
    send: async (message, signal) => {
      const limit = timeLimit(signal, timeoutMs);
      let session: ClientHttp2Session | null = null;
      try {
        const headers = {
          ':path': `/3/device/${encodeURIComponent(message.address)}`,
          authorization: `bearer ${await tokens.get()}`,
          'apns-id': message.id,
          'apns-topic': settings.topic,
          'apns-push-type': 'alert',
          'apns-priority': '10',
          'apns-expiration': String(Math.floor(message.expiresAt.getTime() / 1_000)),
          'content-type': 'application/json',
        };
        session = kept.get();
        const answer = await request(session, headers, bodyOf(message), limit);
        if (answer.status === 403) tokens.forget();
        return outcomeOf(answer);
      } catch (error) {
        // A timeout may mean that the connection is dead without having noticed.
        if (session && !signal?.aborted) kept.drop(session);
        return unreachable(error);
      }
    },
  };
};
