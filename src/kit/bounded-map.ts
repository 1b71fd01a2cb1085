/** A map with a maximum size, for values that can be computed again. It drops the oldest entry. */
export function boundedMap<K, V>(most: number): Pick<Map<K, V>, "get" | "delete"> & { set(key: K, value: V): void } {
  const entries = new Map<K, V>();
  return {
    get: (key) => entries.get(key),
    delete: (key) => entries.delete(key),
    set(key, value) {
      // Setting a key again makes it the youngest.
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= most) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
  };
}
