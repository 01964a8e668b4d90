/**
 * The TypeORM data source over one pg pool. Every statement with parameters is sent as a named (prepared) statement, which TypeORM
 * never does by itself and which saves PostgreSQL a third of its work.
 */
import pg from 'pg';
import { DataSource, DefaultNamingStrategy } from 'typeorm';
import type { Logger } from '../platform/logger';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Statement texts that were given a name; bounded, since each costs memory in every backend. Further texts go unnamed. */
const names = new Map<string, string>();
const MAX_NAMED = 1_000;
const nameOf = (text: string): string | undefined => {
  let name = names.get(text);
  if (!name && names.size < MAX_NAMED && text.length < 20_000) names.set(text, (name = `s${names.size}`));
  return name;
};

/** Counts statements; a test reads it around an operation to prove that a list needs a bounded number. */
export const statements = { sent: 0, listener: null as ((text: string) => void) | null };

/**
 * A transaction in which a statement failed is rolled back by its COMMIT, and PostgreSQL reports no error. Whoever overlooked the failure
 * would tell the caller that it was done.
 */
const committed = (result: { command?: string }): { command?: string } => {
  if (result.command === 'ROLLBACK') throw new Error('a transaction was rolled back when it was to be committed');
  return result;
};

class NamedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A connection that is ended may say so more than once. TypeORM and the pool stop listening after the first time, and an error that
    // nobody listens to would end the process. Statements under way fail by themselves.
    this.on('error', () => {});
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
    // Without a listener a terminated idle backend would end the process.
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
