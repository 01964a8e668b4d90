interface Entry<Value> {
  value: Value;
  bytes: number;
  isUsed: boolean;
}

/**
 * A map of limited size. When it is full, it forgets the oldest entries that were not used since they were last considered, so that many different
 * entries do not displace those in use.
 */
export class RecentMap<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private bytes = 0;

  constructor(
    private readonly maxEntries: number,
    private readonly maxBytes = Infinity,
  ) {}

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (entry) entry.isUsed = true;
    return entry?.value;
  }

  /** `bytes` is what the entry takes up in memory, roughly. An entry that would not fit into an empty map is not kept. */
  set(key: string, value: Value, bytes = 0): void {
    this.delete(key);
    if (bytes > this.maxBytes) return;
    while (this.entries.size >= this.maxEntries || this.bytes + bytes > this.maxBytes) this.makeRoom();
    this.entries.set(key, { value, bytes, isUsed: false });
    this.bytes += bytes;
  }

  delete(key: string): void {
    this.bytes -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }

  private makeRoom(): void {
    for (const [key, entry] of this.entries) {
      if (!entry.isUsed) return this.delete(key);
      entry.isUsed = false;
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
  }
}
