/**
 * The TypeORM data source on top of one pg pool. Every statement with parameters is sent as a named (prepared) statement, which TypeORM does not
 * support and which saves PostgreSQL a third of the work.
 */
import pg from 'pg';
import { DataSource, DefaultNamingStrategy } from 'typeorm';
import type { Logger } from '../platform/logger';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Names of prepared statements. Limited, because each one uses memory in every backend; further statements are sent unnamed. A statement gets its
 * name when it is sent again: the number of different operations, and so of different statements, has no limit.
 */
const names = new Map<string, string>();
const MAX_NAMED = 1_000;
const MAX_LENGTH = 20_000;
/** Statements that were sent once, the oldest first. */
const seen = new Set<string>();
const MAX_SEEN = 300;
const nameOf = (text: string): string | undefined => {
  const name = names.get(text);
  if (name || names.size >= MAX_NAMED || text.length >= MAX_LENGTH) return name;
  if (!seen.delete(text)) {
    if (seen.size >= MAX_SEEN) seen.delete(seen.values().next().value!);
    seen.add(text);
    return undefined;
  }
  const given = `s${names.size}`;
  names.set(text, given);
  return given;
};

/** Counts statements. Tests read it around an operation to check that a list needs a bounded number. */
export const statements = { sent: 0, listener: null as ((text: string) => void) | null };

/** SQLSTATEs of a server that could not write: its disk is full, or fails. */
const NO_ROOM = new Set(['53100', '58030']);

/** What PostgreSQL reports of a connection that cannot write. */
const READ_ONLY = new Set(['default_transaction_read_only', 'in_hot_standby']);

/** Set when a statement has failed for want of room. Who has seen a write succeed since then resets it. */
export const lastWrite = { failed: false };

/**
 * COMMIT of a transaction with a failed statement rolls it back, but PostgreSQL reports no error. Without this check, a caller who missed the
 * failure would be told that the change succeeded.
 */
const committed = (result: { command?: string }): { command?: string } => {
  if (result.command === 'ROLLBACK') throw new Error('the transaction was rolled back instead of committed');
  return result;
};

class NamedClient extends pg.Client {
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
    Object.assign(this, { _poolUseCount: Infinity });
  }

  // pg's overloads cannot be restated here; the shape is (text, values, callback?) for everything that TypeORM and the pool send.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  override query(...args: any[]): any {
    const [text, values, ...rest] = args;
    statements.sent += 1;
    if (statements.listener) statements.listener(typeof text === 'string' ? text : text.text);
    const send = super.query.bind(this) as (...a: unknown[]) => unknown;
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = nameOf(text);
      if (name) return send({ name, text, values }, ...rest);
    }
    if (typeof text === 'object' && text.values?.length > 0) text.name ??= nameOf(text.text);
    const sent = send(...args);
    return text === 'COMMIT' && sent instanceof Promise ? sent.then(committed) : sent;
  }
}

class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

export const createDataSource = (
  url: string,
  poolSize: number,
  logger: Logger,
  entities: readonly (abstract new (...args: never[]) => object)[],
): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    synchronize: false,
    namingStrategy: new SnakeNaming(),
    // Without a listener, a terminated idle backend would end the process.
    poolErrorHandler: (error: Error) => logger.warn({ reason: error.message }, 'a database connection was lost'),
    applicationName: 'castellan',
    extra: {
      Client: NamedClient,
      max: poolSize,
      connectionTimeoutMillis: 2_500,
      idleTimeoutMillis: 60_000,
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
      options: '-c timezone=UTC',
    },
  });
