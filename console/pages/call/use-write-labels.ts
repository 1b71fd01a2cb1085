/** The labels of writes and notes. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import type { Catalogue } from "../../words/catalogue.ts";
import { en } from "../../words/catalogue.ts";
import { useFormats } from "../../words/use-formats.ts";

type Write = Pick<ActivityDetailAnswer["writes"][number], "kind" | "ref">;

/** A note is named within its ticket: `ended`, `comment:12`. One that this version does not know is shown by its name. */
export function useNoteName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => {
    const known = Object.keys(en.note).find((note): note is keyof Catalogue["note"] => isNamed(name, note));
    return known ? t(`note.${known}`) : name;
  };
}

/** Several comments have one note each. */
function isNamed(name: string, note: string): boolean {
  return name === note || name.startsWith(`${note}:`);
}

/** `Note “Call ended” added`. */
export function useWriteName(): (write: Write) => string {
  const { t } = useTranslation();
  const noteName = useNoteName();
  return ({ kind, ref }) => t(`write.${kind}`, { name: kind === "learn-tag" ? ref : noteName(ref ?? "") });
}

type NumberedWrite = Write & Pick<ActivityDetailAnswer["writes"][number], "generation">;

/** The label of a write of a call, which names the ticket where it is not the first. */
export function useCallWrites(): (write: NumberedWrite) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const writeName = useWriteName();
  return (write) => {
    const name = writeName(write);
    return write.generation > 1
      ? `${name} ${t("call.ticketOfCall", { number: formats.number(write.generation) })}`
      : name;
  };
}
