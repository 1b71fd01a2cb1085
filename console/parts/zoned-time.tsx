/** A moment in a time zone. The exact moment, as ISO 8601, is shown on hover. */
import { useFormats } from "../words/use-formats.ts";

export function ZonedTime({ at, zone }: { at: string; zone: string | null }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={at}>
      {formats.time(at, zone)}
    </time>
  );
}
