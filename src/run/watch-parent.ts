/** Detects that the parent process is gone. npm and its shell end at a signal without passing it on. */

const EVERY_MS = 250;

/** The system gives an orphaned process another parent. */
export function onParentGone(tell: () => void): void {
  const starter = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(timer);
    tell();
  }, EVERY_MS);
  timer.unref();
}
