/** A map that forgets its oldest entry when there would be too many: for what can be found out again. */
export function boundedMap<K, V>(most: number): Pick<Map<K, V>, "get" | "delete"> & { set(key: K, value: V): void } {
  const entries = new Map<K, V>();
  return {
    get: (key) => entries.get(key),
    delete: (key) => entries.delete(key),
    set(key, value) {
      // Who is set anew is young again.
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
