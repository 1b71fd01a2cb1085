/** Notices that the process which started this one is gone. npm and its shell end at a signal and do not pass it on. */

const EVERY_MS = 250;

/** The system gives an orphan another parent. */
export function onParentGone(tell: () => void): void {
  const starter = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(timer);
    tell();
  }, EVERY_MS);
  timer.unref();
}
