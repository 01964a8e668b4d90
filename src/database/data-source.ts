/**
 * The TypeORM data source on top of one pg pool. Every statement with parameters is sent as a named (prepared) statement, which TypeORM does not
 * support and which saves PostgreSQL a third of the work.
 */
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { DataSource, DefaultNamingStrategy } from 'typeorm';
import type { Logger } from '../platform/logger';
import { type PipelinedClient, PipelinedReads, STUCK_MS } from './pipelined-reads';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const MAX_LENGTH = 20_000;
const MAX_SEEN = 300;

/**
 * Names of prepared statements. Limited, because each one uses memory in every backend; further statements are sent unnamed. A statement gets its
 * name when it is sent again.
 */
class StatementNames {
  private readonly names = new Map<string, string>();
  /** Statements that were sent once, the oldest first. */
  private readonly seen = new Set<string>();

  constructor(
    private readonly prefix: string,
    private readonly max: number,
  ) {}

  of(text: string): string | undefined {
    const { names, seen } = this;
    const name = names.get(text);
    if (name || names.size >= this.max || text.length >= MAX_LENGTH) return name;
    if (!seen.delete(text)) {
      if (seen.size >= MAX_SEEN) seen.delete(seen.values().next().value!);
      seen.add(text);
      return undefined;
    }
    const given = `${this.prefix}${names.size}`;
    names.set(text, given);
    return given;
  }
}

const statementNames = new StatementNames('s', 1_000);
/**
 * Of statements for the columns that an operation shows (`Database.values`). Callers can ask for any number of combinations, which must not use up
 * the names of the others.
 */
const selectionNames = new StatementNames('v', 300);

/** Counts statements. Tests read it around an operation to check that a list needs a bounded number. */
export const statements = { sent: 0, listener: null as ((text: string) => void) | null };

/** SQLSTATEs of a server that could not write: its disk is full, or fails. */
const NO_ROOM = new Set(['53100', '58030']);

/** What PostgreSQL reports of a connection that cannot write. */
const READ_ONLY = new Set(['default_transaction_read_only', 'in_hot_standby']);

/** Set when a statement has failed for want of room. Who has seen a write succeed since then resets it. */
export const lastWrite = { failed: false };

/** Something in the transaction had failed. */
export class RolledBack extends Error {}

/**
 * COMMIT of a transaction with a failed statement rolls it back, but PostgreSQL reports no error. Without this check, a caller who missed the
 * failure would be told that the change succeeded.
 */
const committed = (result: { command?: string }): { command?: string } => {
  if (result.command === 'ROLLBACK') throw new RolledBack('the transaction was rolled back instead of committed');
  return result;
};

class NamedClient extends pg.Client implements PipelinedClient {
  worn = false;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A terminated connection may emit several errors. TypeORM and the pool stop listening after the first one, and an unhandled error event
    // would end the process. Running statements fail on their own.
    this.on('error', () => {});
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter };
    connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (NO_ROOM.has(code ?? '')) lastWrite.failed = true;
    });
    // The server says so when a connection is opened or changes. One that cannot write would stay so after the database takes writes again.
    connection.on('parameterStatus', ({ parameterName, parameterValue }: Record<string, string>) => {
      if (READ_ONLY.has(parameterName!) && parameterValue === 'on') this.closeAfterUse();
    });
  }

  /** The pool closes a connection that was used often enough. */
  private closeAfterUse(): void {
    this.worn = true;
    Object.assign(this, { _poolUseCount: Infinity });
  }

  private gathers = false;

  /** What is sent until the program waits for something goes out in one piece. */
  private gather(): void {
    if (this.gathers) return;
    this.gathers = true;
    const { stream } = (this as unknown as { connection: { stream: Duplex } }).connection;
    stream.cork();
    process.nextTick(() => {
      this.gathers = false;
      stream.uncork();
    });
  }

  // pg's overloads cannot be restated here; the shape is (text, values, callback?) for everything that TypeORM and the pool send.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override query(...args: any[]): any {
    const [text, values, ...rest] = args;
    this.gather();
    statements.sent += 1;
    if (statements.listener) statements.listener(typeof text === 'string' ? text : text.text);
    const send = super.query.bind(this) as (...a: unknown[]) => unknown;
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = statementNames.of(text);
      if (name) return send({ name, text, values }, ...rest);
    }
    if (typeof text === 'object' && text.values?.length > 0) text.name ??= selectionNames.of(text.text);
    const sent = send(...args);
    return text === 'COMMIT' && sent instanceof Promise ? sent.then(committed) : sent;
  }
}

class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

/** TypeORM's data source, and connections for short reads beside its pool. */
export class ServiceDataSource extends DataSource {
  constructor(
    options: ConstructorParameters<typeof DataSource>[0],
    readonly reads: PipelinedReads,
  ) {
    super(options);
  }

  override async destroy(): Promise<void> {
    await this.reads.close();
    await super.destroy();
  }
}

/** Of the connections of the process, a fifth and at most four are for pipelined reads. A small pool is not split. */
const pipelinedOf = (poolSize: number): number => Math.min(4, Math.floor(poolSize / 5));

export const createDataSource = (
  url: string,
  poolSize: number,
  logger: Logger,
  entities: readonly (abstract new (...args: never[]) => object)[],
): ServiceDataSource => {
  const connection = {
    connectionTimeoutMillis: 2_500,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    options: '-c timezone=UTC',
  };
  const pipelined = {
    ...{ ...connection, connectionString: url, application_name: 'castellan', pipeline: true },
    // The server does not notice that a connection was given up while a statement runs.
    statement_timeout: 2 * STUCK_MS,
    // They find rows by keys: a plan for each value would cost more than it gains.
    options: `${connection.options} -c plan_cache_mode=force_generic_plan -c jit=off`,
  };
  const size = pipelinedOf(poolSize);
  const reads = new PipelinedReads(() => new NamedClient(pipelined), size, logger);
  const options = {
    type: 'postgres',
    url,
    entities: entities as never,
    synchronize: false,
    namingStrategy: new SnakeNaming(),
    // Without a listener, a terminated idle backend would end the process.
    poolErrorHandler: (error: Error) => logger.warn({ reason: error.message }, 'a database connection was lost'),
    applicationName: 'castellan',
    // Statements of a transaction are sent without waiting for those before: see transaction.ts.
    extra: { ...connection, Client: NamedClient, pipeline: true, max: poolSize - size, idleTimeoutMillis: 60_000 },
  } as const;
  return new ServiceDataSource(options, reads);
};
