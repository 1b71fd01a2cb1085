/** How long ago a moment was. The exact moment is shown on hover, and read by screen readers. */
import { useFormats } from "../words/use-formats.ts";
import { useNow } from "./use-now.ts";

const TICK_MS = 20_000;

export function RelativeTime({ at }: { at: string }) {
  const formats = useFormats();
  const now = useNow(TICK_MS);
  return (
    <time dateTime={at} title={formats.time(at, null)}>
      {formats.ago(at, Math.max(now, Date.parse(at)))}
    </time>
  );
}
