/** A moment in the zone of the line; the exact one, as ISO 8601, on hover. */
import { useFormats } from "../words/use-formats.ts";

export function ZonedTime({ at, zone }: { at: string; zone: string | null }) {
  const formats = useFormats();
  return (
    <time dateTime={at} title={at}>
      {formats.time(at, zone)}
    </time>
  );
}
