/** Has work of the same key done one piece after the other, whatever becomes of each. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  const latest = new Map<string, Promise<void>>();
  return (key, work) => {
    const own = (latest.get(key) ?? Promise.resolve()).then(work);
    const settled: Promise<void> = own
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => void (latest.get(key) === settled && latest.delete(key)));
    latest.set(key, settled);
    return own;
  };
}
