// Records by id with named indexes: lookups stay fast with many of them.

interface Identified {
  id: number | string;
}

export interface Collection<T extends Identified, Index extends string = string> {
  get(id: T["id"]): T | undefined;
  /** Adds the record, or brings the indexes up to date after it was changed in place. */
  put(record: T): T;
  delete(id: T["id"]): void;
  by(index: Index, key: string | number): T[];
  count(index: Index, key: string | number): number;
  all(): T[];
  readonly size: number;
}

type KeysOf<T> = (record: T) => readonly (string | number | null)[];

export function createCollection<T extends Identified, Index extends string = never>(
  indexes: Record<Index, KeysOf<T>>,
): Collection<T, Index> {
  const records = new Map<T["id"], T>();
  const buckets = new Map<string, Set<T>>();
  const keysHeld = new Map<T["id"], string[]>();
  const named = Object.entries<KeysOf<T>>(indexes);

  function release(id: T["id"]): void {
    const record = records.get(id);
    for (const key of keysHeld.get(id) ?? []) {
      const bucket = buckets.get(key);
      if (record !== undefined) bucket?.delete(record);
      if (bucket?.size === 0) buckets.delete(key);
    }
    keysHeld.delete(id);
  }

  return {
    get: (id) => records.get(id),
    put(record) {
      release(record.id);
      records.set(record.id, record);
      const held = named.flatMap(([name, keysOf]) =>
        keysOf(record).flatMap((key) => (key === null ? [] : `${name}:${key}`)),
      );
      keysHeld.set(record.id, held);
      for (const key of held) {
        const bucket = buckets.get(key) ?? new Set<T>();
        buckets.set(key, bucket.add(record));
      }
      return record;
    },
    delete(id) {
      release(id);
      records.delete(id);
    },
    by: (index, key) => [...(buckets.get(`${index}:${key}`) ?? [])],
    count: (index, key) => buckets.get(`${index}:${key}`)?.size ?? 0,
    all: () => [...records.values()],
    get size() {
      return records.size;
    },
  };
}
