/**
 * The state of one HTTP request to the provider, which oidc-provider's callbacks share: its facts, its one transaction, the users whose rows
 * it has locked, and what it has read already.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import type { Presentation } from '../../modules/application';
import { type UserAccount, type UserLock, users } from '../../modules/user';
import type { Lifetimes, RequestFacts, SessionFacts } from './request-facts';

/** The request must start over: see `lockUsers`. */
export class LocksOutOfOrder extends Error {}

type Transaction = Awaited<ReturnType<Database['begin']>>;

const requests = new AsyncLocalStorage<RequestScope>();

export class RequestScope {
  lock: UserLock = 'share';
  /** The first failure that the caller did not cause. */
  fault: unknown = undefined;
  /** Of the client secret that was presented, if it is valid. */
  secretHash: Buffer | null = null;
  /** Seconds after which a refused request may be tried again. */
  retryAfter: number | undefined;
  /** Of what the request may issue. */
  lifetimes: Lifetimes | undefined;
  /** The fields of the form that was posted. */
  form = new URLSearchParams();
  /** The languages that the authorization request prefers. */
  uiLocales: string | undefined;
  /** The application whose brand pages show. */
  application: (Presentation & { applicationName: string }) | null = null;
  readonly users = new Map<string, UserAccount>();
  readonly sessions = new Map<string, SessionFacts>();
  /** The code or refresh token that was presented, by family: the target in reports of reuse. */
  readonly presented = new Map<string, string>();
  /** What the request has read, by kind and value. */
  readonly memory = new Map<string, Promise<unknown>>();

  private transactional = false;
  private transaction: Promise<Transaction> | undefined;
  private opened: Promise<Database> | undefined;
  private readonly locked = new Set<string>();
  /** The users that earlier attempts locked: the next attempt locks them together. */
  private readonly foreseen = new Set<string>();

  constructor(
    private readonly outside: Database,
    readonly facts: RequestFacts,
    /** Whether there is a mail server. */
    readonly canMail = false,
    /** The path of PUBLIC_URL. */
    readonly base = '',
    /** What the log says about the request. */
    readonly observed: { applicationId?: string | null } = {},
    /** Why the database could not be asked before: the request fails with it. */
    readonly failure: unknown = undefined,
  ) {}

  run<T>(work: () => T): T {
    return requests.run(this, work);
  }

  /** From now on all statements of the request run in one transaction, which begins with the first of them. */
  openTransaction(lock: UserLock): void {
    this.transactional = true;
    this.lock = lock;
  }

  database(): Promise<Database> {
    if (!this.transactional) return Promise.resolve(this.outside);
    this.transaction ??= this.outside.begin((error) => {
      this.fault ??= error;
    });
    this.opened ??= this.transaction.then(({ database }) => database);
    return this.opened;
  }

  /**
   * Locks the user's row. Within a transaction this comes before anything of the user is read for use: an ending has then either committed and
   * is visible, or it waits and ends what was issued. Returns true if the row was not locked yet: what was read before must be read again.
   */
  lockUser(userId: string): Promise<boolean> {
    return this.lockUsers([userId]);
  }

  /**
   * Locks the rows of users, always in the order of their ids. A browser that another user used before names a second user late. If that one
   * comes earlier in the order, the request starts over and locks both at once.
   */
  async lockUsers(userIds: string[]): Promise<boolean> {
    return this.lockUsersAndRead(userIds, async (_database, locksNow) => locksNow);
  }

  /** The same, and reads something behind the locks in the same round trip. */
  async lockUsersAndRead<T>(
    userIds: string[],
    read: (database: Database, locksNow: boolean) => Promise<T>,
  ): Promise<T> {
    const ids = this.notLocked(userIds);
    const database = await this.database();
    if (ids.length === 0) return read(database, false);
    const [, found] = await Promise.all([users(database).lockEach(ids, this.lock), read(database, true)]);
    for (const id of ids) this.locked.add(id);
    return found;
  }

  private notLocked(userIds: string[]): string[] {
    const missing = userIds.filter((id) => !this.locked.has(id));
    if (!this.transactional || missing.length === 0) return [];
    for (const id of missing) this.foreseen.add(id);
    const highest = [...this.locked].sort().at(-1);
    if (highest !== undefined && missing.some((id) => id < highest)) throw (this.fault ??= new LocksOutOfOrder());
    return this.locked.size === 0 ? [...this.foreseen] : missing;
  }

  /** Locks the row of the user whom a row with this hash belongs to, and reads it behind the lock in the same round trip. */
  async lockOwnerAndRead<T>(
    table: 'tokens' | 'access_grants' | 'authentication_requests',
    hash: Buffer,
    read: (database: Database) => Promise<T>,
  ): Promise<T> {
    const database = await this.database();
    if (!this.transactional) return read(database);
    const [owner, found] = await Promise.all([users(database).lockOwner(table, hash, this.lock), read(database)]);
    if (owner) this.locked.add(owner);
    return found;
  }

  /** Reads once per request. */
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

  /** For another attempt after a rollback: forgets what was read and locked. */
  startOver(): void {
    this.lock = 'share';
    this.fault = this.retryAfter = undefined;
    for (const read of [this.users, this.sessions, this.presented, this.memory, this.locked]) read.clear();
  }

  private end(): Promise<Transaction | undefined> {
    const transaction = this.transaction;
    this.transactional = false;
    this.transaction = this.opened = undefined;
    return Promise.resolve(transaction);
  }
}

export const currentRequest = (): RequestScope => {
  const scope = requests.getStore();
  if (!scope) throw new Error('the provider was used outside of a request');
  return scope;
};

export const currentDatabase = (): Promise<Database> => currentRequest().database();
