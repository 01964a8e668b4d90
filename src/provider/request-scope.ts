/**
 * What one HTTP request to the provider carries through the library's callbacks: its facts, its one transaction, which user's row it has
 * locked, and what it has read already. Nothing here outlives the request.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../database/database';
import type { Caller } from '../core/event/record';
import { type UserAccount, type UserLock, users } from '../modules/user';

export interface RequestFacts {
  ip: string | null;
  userAgent: string | null;
  requestId: string;
}

/** How long a session lasts unused, and after the user has proved who they are. */
export interface SessionTimes {
  idleSeconds: number;
  absoluteSeconds: number;
}

/** The row of a session: what codes and families of this request take from it. */
export interface SessionFacts extends SessionTimes {
  id: string;
  userId: string;
  userEpoch: number;
  deviceId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  authenticatedAt: number;
  /** Prepared for a fresh sign-in, and not written yet. */
  unsaved: boolean;
}

/** The request has to start over: see `lockUsers`. */
export class LocksOutOfOrder extends Error {}

type Transaction = Awaited<ReturnType<Database['begin']>>;

const requests = new AsyncLocalStorage<RequestScope>();

export class RequestScope {
  lock: UserLock = 'share';
  /** The first thing that went wrong and was not the caller's doing. */
  fault: unknown = undefined;
  /** Of the client secret that was presented and is right. */
  secretHash: Buffer | null = null;
  /** Seconds after which what was refused may be tried again. */
  retryAfter: number | undefined;
  /** Of what this request may issue. */
  lifetimes: Lifetimes | undefined;
  readonly users = new Map<string, UserAccount>();
  readonly sessions = new Map<string, SessionFacts>();
  /** The code or refresh token that was presented, by family: what a reuse is reported of. */
  readonly presented = new Map<string, string>();
  /** What was read in this request, by kind and value. */
  readonly memory = new Map<string, Promise<unknown>>();

  private transactional = false;
  private transaction: Promise<Transaction> | undefined;
  private watched: Promise<Database> | undefined;
  private readonly locked = new Set<string>();
  /** Every user that an earlier try came to lock: the next one takes them together. */
  private readonly foreseen = new Set<string>();

  constructor(
    private readonly outside: Database,
    readonly facts: RequestFacts,
    /** Whether there is a mail server. */
    readonly canMail = false,
  ) {}

  run<T>(work: () => T): T {
    return requests.run(this, work);
  }

  /** From here on all statements of this request are one transaction; it begins with the first of them. */
  openTransaction(lock: UserLock): void {
    this.transactional = true;
    this.lock = lock;
  }

  database(): Promise<Database> {
    if (!this.transactional) return Promise.resolve(this.outside);
    this.transaction ??= this.outside.begin();
    this.watched ??= this.transaction.then(({ database }) => inTurn(database));
    return this.watched;
  }

  /** Within a transaction the user's row is locked before anything of the user is read for use, so that whatever ends it either came
   * before and is seen, or waits and finds what was minted. True where it had to be locked: then what was read has to be read again. */
  lockUser(userId: string): Promise<boolean> {
    return this.lockUsers([userId]);
  }

  /** Rows of users are locked in the order of their ids, everywhere. A browser that changed hands names a second one late: where that is
   * out of order, the request starts over and locks both at once. */
  async lockUsers(userIds: string[]): Promise<boolean> {
    const missing = userIds.filter((id) => !this.locked.has(id));
    if (!this.transactional || missing.length === 0) return false;
    for (const id of missing) this.foreseen.add(id);
    const highest = [...this.locked].sort().at(-1);
    if (highest !== undefined && missing.some((id) => id < highest)) throw (this.fault ??= new LocksOutOfOrder());
    const ids = this.locked.size === 0 ? [...this.foreseen] : missing;
    await users(await this.database()).lock(ids, this.lock);
    for (const id of ids) this.locked.add(id);
    return true;
  }

  /** The same for the owner of a row that is known by its hash only. */
  async lockOwner(table: 'tokens' | 'access_grants' | 'authentication_requests', hash: Buffer): Promise<void> {
    if (!this.transactional) return;
    const owner = await users(await this.database()).lockOwner(table, hash, this.lock);
    if (owner) this.locked.add(owner);
  }

  recall<T>(key: string, read: () => Promise<T>): Promise<T> {
    let found = this.memory.get(key) as Promise<T> | undefined;
    if (!found) this.memory.set(key, (found = read()));
    return found;
  }

  caller(
    by: Partial<Pick<Caller, 'userId' | 'impersonatorId' | 'applicationId' | 'sessionId' | 'tokenId'>> = {},
  ): Caller {
    return {
      userId: by.userId ?? null,
      impersonatorId: by.impersonatorId ?? null,
      applicationId: by.applicationId ?? null,
      sessionId: by.sessionId ?? null,
      tokenId: by.tokenId ?? null,
      ...this.facts,
    };
  }

  async commit(): Promise<void> {
    const transaction = await this.end();
    await transaction?.commit();
  }

  async rollback(): Promise<void> {
    const transaction = await this.end().catch(() => undefined);
    await transaction?.rollback().catch(() => undefined);
  }

  /** For another try after a rollback: nothing that was read or locked holds any more. */
  startOver(): void {
    this.lock = 'share';
    this.fault = this.retryAfter = undefined;
    for (const read of [this.users, this.sessions, this.presented, this.memory, this.locked]) read.clear();
  }

  private end(): Promise<Transaction | undefined> {
    const transaction = this.transaction;
    this.transactional = false;
    this.transaction = this.watched = undefined;
    return Promise.resolve(transaction);
  }
}

export const currentRequest = (): RequestScope => {
  const scope = requests.getStore();
  if (!scope) throw new Error('the provider was used outside a request');
  return scope;
};

export const currentDatabase = (): Promise<Database> => currentRequest().database();

/** The library asks several things at once, a connection answers one at a time; and the first fault is kept, since later ones only say
 * that the transaction is over. */
const inTurn = (database: Database): Database => {
  let last: Promise<unknown> = Promise.resolve();
  const scope = currentRequest();
  const queued =
    (method: 'query' | 'execute') =>
    (...args: [string, unknown[]?]) => {
      const result: Promise<unknown> = last.then((): Promise<unknown> => database[method](...args));
      last = result.catch((error: unknown) => (scope.fault ??= error));
      return result;
    };
  const queue = { query: queued('query'), execute: queued('execute') };
  return new Proxy(database, {
    get: (target, property, self) =>
      property in queue ? queue[property as keyof typeof queue] : Reflect.get(target, property, self),
  });
};
export interface Lifetimes {
  session: SessionTimes;
  accessToken: number;
  machineToken: number;
  refreshToken: number;
  family: number;
}
