/** Spans of traces. Nothing is measured, nor any library loaded, unless src/app/tracing.ts has set a tracer. */
import type { Attributes, Span, Tracer } from '@opentelemetry/api';

let tracer: Tracer | null = null;
let activeSpan: () => Span | undefined = () => undefined;

export const setTracer = (used: Tracer, active: () => Span | undefined): void => {
  tracer = used;
  activeSpan = active;
};

/** Names the span of the request that is being received. */
export const describeRequest = (describe: () => { method: string; route: string }): void => {
  if (!tracer) return;
  const { method, route } = describe();
  activeSpan()?.updateName(`${method} ${route}`).setAttribute('http.route', route);
};

/** SpanStatusCode.ERROR; the package is not loaded for it. */
const FAILED = 2;

/** Runs `work` in a span. The error of a failure is only named, because its message may contain values. */
export const withSpan = async <T>(
  describe: () => { name: string; attributes?: Attributes },
  work: () => Promise<T>,
): Promise<T> => {
  if (!tracer) return work();
  const { name, attributes = {} } = describe();
  return tracer.startActiveSpan(name, { attributes }, async (span: Span) => {
    try {
      return await work();
    } catch (error) {
      span.setAttribute('error.type', (error as Error).name);
      span.setStatus({ code: FAILED });
      throw error;
    } finally {
      span.end();
    }
  });
};
