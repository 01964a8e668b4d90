/**
 * The metrics of this process, for Prometheus. All instruments are defined here. Labels only have values from fixed lists: no user, address or
 * identifier ever becomes one.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
const registers = [registry];

/** Started with the service, because it watches the event loop. */
export const collectProcessMetrics = (): void => collectDefaultMetrics({ register: registry });

export const httpDuration = new Histogram({
  name: 'castellan_http_request_duration_seconds',
  help: 'Duration of HTTP requests, by kind of path, method and status; status 499 if the client left before the answer.',
  labelNames: ['route', 'method', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers,
});

export const httpInFlight = new Gauge({
  name: 'castellan_http_requests_in_flight',
  help: 'HTTP requests that are being answered.',
  registers,
});

export const graphqlFields = new Counter({
  name: 'castellan_graphql_fields_total',
  help: 'Root fields of GraphQL operations, by outcome: success, refused (an error in the payload) or the code of the error in the response.',
  labelNames: ['field', 'outcome'] as const,
  registers,
});

export const tokenRequests = new Counter({
  name: 'castellan_token_requests_total',
  help: 'Requests to the token endpoint, by grant type and outcome: success or the OAuth error.',
  labelNames: ['grant', 'outcome'] as const,
  registers,
});

export const introspections = new Counter({
  name: 'castellan_introspections_total',
  help: 'Answered token introspections, by whether the token is active.',
  labelNames: ['active'] as const,
  registers,
});

export const eventsRecorded = new Counter({
  name: 'castellan_events_total',
  help: 'Recorded events, by type and outcome. Sign-ins are SIGN_IN and SIGN_IN_FAILED.',
  labelNames: ['type', 'outcome'] as const,
  registers,
});

export const revocations = new Counter({
  name: 'castellan_revocations_total',
  help: 'Receipts written, by action.',
  labelNames: ['action'] as const,
  registers,
});

export const jobDuration = new Histogram({
  name: 'castellan_job_duration_seconds',
  help: 'Duration of background jobs in this process, by task and outcome: success, retry, failed (for good) or interrupted.',
  labelNames: ['task', 'outcome'] as const,
  buckets: [0.01, 0.1, 1, 10, 60, 600],
  registers,
});

/** A gauge that is read when the metrics are asked for. */
export const gauge = <Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Gauge<Label> => new Gauge({ name, help, labelNames, registers });
