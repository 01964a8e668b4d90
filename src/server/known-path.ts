/**
 * Answers operations that Apollo Server has let through before, without asking it again. Apollo remains responsible for everything else: for
 * requests that are not exactly such an operation, and for results with errors, which it formats as those of its own executions.
 */
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Execute, RequestContext, Variables } from './execute';
import type { KnownOperation, KnownOperations } from './known-operations';
import { exceededLimit } from './limits';
import { tookLong } from './long-queries';
import { countRootFields } from './operation-metrics';
import { RecentMap } from './recent-map';

/** Values of the Accept header whose answers' media type is remembered, and their maximum length. */
const MAX_ACCEPTS = 100;
const MAX_ACCEPT = 300;

export interface KnownAnswer {
  contentType: string;
  text: string;
}

interface Asked {
  known: KnownOperation;
  variables: Variables;
}

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

export class KnownPath {
  /** The media type of an answer, by the Accept header. */
  private readonly types = new RecentMap<string>(MAX_ACCEPTS);

  constructor(
    private readonly operations: KnownOperations,
    private readonly run: Execute,
  ) {}

  rememberType(accept: string | undefined, contentType: string | undefined): void {
    const key = accept ?? '';
    if (contentType && key.length <= MAX_ACCEPT && !this.types.get(key)) this.types.set(key, contentType);
  }

  /** Null if Apollo must answer. If the operation has been executed by then, the context says so. */
  async answer(body: unknown, accept: string | undefined, context: RequestContext): Promise<KnownAnswer | null> {
    const asked = this.asked(body);
    const contentType = asked && this.types.get(accept ?? '');
    if (!contentType) return null;
    const { known, variables } = asked;
    const running = this.run(known, variables, context);
    const result = await running.catch(() => null);
    if (!result || result.errors || (!known.isMutation && tookLong(context))) {
      context.executed = { document: known.document, result: running };
      return null;
    }
    countRootFields(known.rootFields, known.isMutation, result.data, undefined);
    return { contentType, text: textOf(result) };
  }

  /** The operation, if the body has exactly the form that Apollo accepts and nothing in it can be refused before the execution. */
  private asked(body: unknown): Asked | null {
    if (!isRecord(body)) return null;
    const { query, operationName, variables = null, extensions } = body;
    if (typeof query !== 'string' || !(isAbsent(operationName) || typeof operationName === 'string')) return null;
    if (!(variables === null || isRecord(variables))) return null;
    if (!isAbsent(extensions) && !(isRecord(extensions) && !extensions['persistedQuery'])) return null;
    const known = this.operations.find(query, operationName ?? null);
    if (!known || known.introspects) return null;
    const given = variables ?? {};
    if (known.costVaries && exceededLimit(known.document, known.operation, given)) return null;
    return { known, variables: given };
  }
}

/** As Apollo writes it. */
const textOf = ({ data }: GatewayExecutionResult): string => `${JSON.stringify({ data })}\n`;
