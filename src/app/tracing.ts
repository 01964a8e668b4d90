/**
 * Traces by OpenTelemetry. src/main.ts imports this file first, because the instrumentation replaces functions of `http` and `pg` when they are
 * loaded. Without the usual OTEL_ variables nothing is loaded. Spans only have the attributes of a list, none of which holds a secret or a value.
 */
import type { Attributes, Exception, Span, Tracer, TracerProvider } from '@opentelemetry/api';
import type { Logger } from '../platform/logger';
import { setTracer } from '../platform/spans';

const { env } = process;

const isWanted = (): boolean =>
  env['OTEL_SDK_DISABLED'] !== 'true' &&
  (env['OTEL_TRACES_EXPORTER'] ?? 'otlp') !== 'none' &&
  ['OTEL_TRACES_EXPORTER', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'].some(
    (name) => env[name],
  );

/** Not among them: paths and query strings, which hold codes and hints; addresses and user agents; values of statements. */
const ALLOWED = new Set([
  ...['http.request.method', 'http.response.status_code', 'http.route', 'url.scheme', 'network.protocol.version'],
  ...['server.address', 'server.port', 'error.type'],
  ...['db.system.name', 'db.namespace', 'db.query.text', 'db.operation.name', 'db.postgresql.plan'],
]);

const allowed = (attributes: Attributes = {}): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => ALLOWED.has(name)));

/** The instrumentation of pg passes a sentence that ends with the SQLSTATE. */
const typeOf = (error: Exception): string =>
  typeof error === 'string' ? (/\(code: (\w+)\)$/.exec(error)?.[1] ?? 'Error') : String(error.code ?? error.name);

/** Messages of errors may contain values; their types do not. */
const guardSpan = (span: Span): Span => {
  const { setAttribute, setAttributes, setStatus } = span;
  return Object.assign(span, {
    setAttribute: (name: string, value: never) => (ALLOWED.has(name) ? setAttribute.call(span, name, value) : span),
    setAttributes: (attributes: Attributes) => setAttributes.call(span, allowed(attributes)),
    setStatus: ({ code }: { code: number }) => setStatus.call(span, { code }),
    recordException: (error: Exception) => void setAttribute.call(span, 'error.type', typeOf(error)),
  });
};

/** A tracer provider for instrumentations whose spans are guarded from the start. */
const guarded = (provider: TracerProvider): TracerProvider => ({
  getTracer: (...scope) => {
    const tracer = provider.getTracer(...scope);
    const startSpan: Tracer['startSpan'] = (name, options, context) =>
      guardSpan(tracer.startSpan(name, { ...options, attributes: allowed(options?.attributes) }, context));
    return { startSpan, startActiveSpan: tracer.startActiveSpan.bind(tracer) as Tracer['startActiveSpan'] };
  },
});

/** Also below a path of PUBLIC_URL. */
const PROBE = /\/(livez|readyz|metrics)$/;

export interface Tracing {
  /** Reports problems with the export. */
  logTo(logger: Logger): void;
  /** Exports what is left. */
  stop(): Promise<void>;
}

const STOP_MS = 5_000;

const start = (): Tracing => {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const api = require('@opentelemetry/api') as typeof import('@opentelemetry/api');
  const { NodeSDK } = require('@opentelemetry/sdk-node') as typeof import('@opentelemetry/sdk-node');
  const { HttpInstrumentation } =
    require('@opentelemetry/instrumentation-http') as typeof import('@opentelemetry/instrumentation-http');
  const { PgInstrumentation } =
    require('@opentelemetry/instrumentation-pg') as typeof import('@opentelemetry/instrumentation-pg');
  /* eslint-enable @typescript-eslint/no-require-imports */
  const instrumentations = [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: ({ url = '/' }) => PROBE.test(url),
      requireParentforOutgoingSpans: true,
    }),
    // The worker polls; its statements belong to no request.
    new PgInstrumentation({ requireParentSpan: true }),
  ];
  const named = env['OTEL_SERVICE_NAME'] ?? /(^|,)service\.name=/.test(env['OTEL_RESOURCE_ATTRIBUTES'] ?? '');
  const sdk = new NodeSDK({
    instrumentations,
    ...(named ? {} : { serviceName: 'castellan' }),
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const provider = api.trace.getTracerProvider();
  for (const instrumentation of instrumentations) instrumentation.setTracerProvider(guarded(provider));
  setTracer(provider.getTracer('castellan'), () => api.trace.getActiveSpan());
  return {
    logTo: (logger) => {
      const warn = (message: string) => logger.warn({ reason: message.split('\n', 1)[0] }, 'a problem with the traces');
      const silent = () => {};
      const sink = { error: warn, warn, info: silent, debug: silent, verbose: silent };
      api.diag.setLogger(sink, { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true });
    },
    stop: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([sdk.shutdown().catch(() => null), late]);
    },
  };
};

/** Null if traces are not wanted. */
export const tracing: Tracing | null = isWanted() ? start() : null;
