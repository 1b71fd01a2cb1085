/** The labels of writes and notes. Shows an unknown key as it is. */
import { useTranslation } from "react-i18next";
import type { Catalogue } from "../../words/catalogue.ts";
import { en } from "../../words/catalogue.ts";

export function useNoteName(): (key: string) => string {
  const { t } = useTranslation();
  return (key) => {
    const kind = key.split(":")[0] ?? key;
    return isNote(kind) ? t(`note.${kind}`) : key;
  };
}

/** `note:ended` → `Note “Call ended” added`. */
export function useWriteName(): (key: string) => string {
  const { t } = useTranslation();
  const noteName = useNoteName();
  return (key) => {
    const [kind = "", rest = ""] = splitOnce(key);
    if (key === "learn:users") return t("write.learnUsers");
    if (key === "learn:customer") return t("write.learnCustomer");
    if (kind === "learn" && rest.startsWith("tag:")) return t("write.learnTag", { name: rest.slice("tag:".length) });
    if (!isWrite(kind)) return isNote(kind) ? t("write.upload", { name: noteName(kind) }) : key;
    return t(`write.${kind}`, { name: noteName(rest) });
  };
}

function splitOnce(key: string): string[] {
  const colon = key.indexOf(":");
  return colon < 0 ? [key] : [key.slice(0, colon), key.slice(colon + 1)];
}

function isNote(kind: string): kind is keyof Catalogue["note"] {
  return Object.hasOwn(en.note, kind);
}

function isWrite(kind: string): kind is keyof Catalogue["write"] {
  return Object.hasOwn(en.write, kind);
}
