/** Spans of traces. Nothing is measured, nor any library loaded, unless src/app/tracing.ts has set a tracer. */
import type { Attributes, Span, Tracer } from '@opentelemetry/api';

let tracer: Tracer | null = null;

export const setTracer = (used: Tracer): void => {
  tracer = used;
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
