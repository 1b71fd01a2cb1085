/** Runs work of the same key one after the other, whether it succeeds or fails. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  const latest = new Map<string, Promise<void>>();
  return (key, work) => {
    const own = (latest.get(key) ?? Promise.resolve()).then(work);
    const completed: Promise<void> = own
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => void (latest.get(key) === completed && latest.delete(key)));
    latest.set(key, completed);
    return own;
  };
}
