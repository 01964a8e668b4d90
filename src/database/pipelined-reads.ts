/**
 * Connections for short reads that many requests share. A statement is sent without waiting for the answers to earlier ones, which saves both sides
 * a quarter of the work. They are an addition to the pool: `query` returns null if none of them can be used now, and the caller asks the pool, which
 * also waits for connections and reports outages.
 */
import type { Socket } from 'node:net';
import type { Client } from 'pg';
import type { Logger } from '../platform/logger';

/** A pipelined client. `worn` means that it must not be used any more: the server behind it cannot write. */
export type PipelinedClient = Client & { worn: boolean };

interface Lane {
  client: PipelinedClient;
  open: boolean;
  /** Statements are held back until all requests that have arrived are looked at, so that they are sent together. */
  held: boolean;
  inFlight: number;
  /** When it last answered, or began to work. */
  movedAt: number;
}

/** A connection that has not answered for this long gets no further statements. */
const STALLED_MS = 250;
/** One that has not answered for this long is given up, and its statements are sent to the pool. */
export const STUCK_MS = 5_000;
/** Another connection is opened when all have this many statements in flight. */
const BUSY = 4;
const MAX_IN_FLIGHT = 64;
const RETRY_MS = 1_000;
const CLOSE_MS = 2_000;

/** SQLSTATE class 08 and 57P: the connection is gone. 26000: the prepared statement is. */
const RETRIED = /^(08...|57P..|26000)$/;

/** Whether the statement itself failed; if not, it can be sent again elsewhere. */
const isOfStatement = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !RETRIED.test(code);
};

export class PipelinedReads {
  private readonly lanes: Lane[] = [];
  private failedAt = -Infinity;
  private closed = false;
  private watch: NodeJS.Timeout | undefined;

  constructor(
    private readonly connect: () => PipelinedClient,
    /** How many connections there may be. */
    private readonly size: number,
    private readonly logger: Logger,
  ) {}

  get counts(): { idle: number; busy: number } {
    const open = this.lanes.filter((lane) => lane.open);
    const busy = open.filter(({ inFlight }) => inFlight > 0).length;
    return { idle: open.length - busy, busy };
  }

  /** The rows of a statement that reads and has parameters; null if it must be sent to the pool, which includes that a connection broke. */
  query<Row>(text: string, values: unknown[]): Promise<Row[] | null> | null {
    const lane = this.pick();
    if (!lane) return null;
    if (lane.inFlight === 0) lane.movedAt = performance.now();
    lane.inFlight += 1;
    hold(lane);
    return new Promise<Row[] | null>((resolve, reject) => {
      lane.client.query(text, values, (error: Error | null, result) => {
        lane.inFlight -= 1;
        lane.movedAt = performance.now();
        if (!error) resolve(result.rows as Row[]);
        else if (this.closed || isOfStatement(error)) reject(error);
        else resolve(null);
      });
    });
  }

  /** Waits for the statements in flight, but not for a server that does not answer. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.watch);
    await Promise.all(this.lanes.splice(0).map((lane) => this.end(lane)));
  }

  private pick(): Lane | null {
    const now = performance.now();
    let best: Lane | null = null;
    for (const lane of this.lanes) {
      if (!lane.open || (lane.inFlight > 0 && now - lane.movedAt > STALLED_MS)) continue;
      if (lane.client.worn) this.retire(lane);
      else if (!best || lane.inFlight < best.inFlight) best = lane;
    }
    if (!best || best.inFlight >= BUSY) this.openAnother(now);
    return best && best.inFlight < MAX_IN_FLIGHT ? best : null;
  }

  private openAnother(now: number): void {
    if (this.closed || this.lanes.length >= this.size || now - this.failedAt < RETRY_MS) return;
    if (this.lanes.some((lane) => !lane.open)) return;
    const lane: Lane = { client: this.connect(), open: false, held: false, inFlight: 0, movedAt: now };
    const { client } = lane;
    this.lanes.push(lane);
    this.watch ??= setInterval(() => this.giveUpStuck(), STUCK_MS / 5).unref();
    client.on('error', () => this.remove(lane));
    client.on('end', () => this.remove(lane));
    client.connect((error?: Error) => {
      if (!error) lane.open = true;
      else {
        this.remove(lane);
        void client.end().catch(() => {});
        this.logger.debug({ reason: error.message }, 'a connection for pipelined reads could not be opened');
      }
    });
  }

  private remove(lane: Lane): void {
    lane.open = false;
    const at = this.lanes.indexOf(lane);
    if (at < 0) return;
    this.failedAt = performance.now();
    this.lanes.splice(at, 1);
  }

  /** No new statements; those in flight are answered. */
  private retire(lane: Lane): void {
    this.remove(lane);
    void this.end(lane);
  }

  private giveUpStuck(): void {
    const now = performance.now();
    for (const lane of [...this.lanes])
      if (lane.inFlight > 0 && now - lane.movedAt > STUCK_MS) {
        this.logger.warn('a database connection does not answer; its statements are sent again');
        this.remove(lane);
        destroy(lane.client);
      }
  }

  private async end({ client }: Lane): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      late = setTimeout(() => {
        destroy(client);
        resolve();
      }, CLOSE_MS).unref();
    });
    await Promise.race([client.end().catch(() => {}), patience]);
    clearTimeout(late);
  }
}

/** The library has no name for it. */
const streamOf = (client: Client): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

const destroy = (client: Client): void => void streamOf(client).destroy();

const hold = (lane: Lane): void => {
  if (lane.held) return;
  lane.held = true;
  const stream = streamOf(lane.client);
  stream.cork();
  setImmediate(() => {
    lane.held = false;
    stream.uncork();
  });
};
