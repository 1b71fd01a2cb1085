/** Detects that the parent process is gone. npm and its shell end at a signal without passing it on. */

const EVERY_MS = 250;

/** The system gives an orphaned process another parent. */
export function onParentGone(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, EVERY_MS);
  timer.unref();
}
