/** The state of a file of a message: attached, on its way, or why it is missing. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useFileReason } from "../../words/use-reason.ts";
import type { ShownText } from "./shown-text.ts";

type FileOutcome = ActivityDetailAnswer["writes"][number]["file"];

const MEGABYTE = 1024 * 1024;

/** `uploaded` is the outcome of the upload, if there is one. It has more details than the state. */
export function useFileLabels(): (state: ShownText["files"][number]["outcome"], uploaded: FileOutcome) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayWhy = useFileReason();
  return (state, uploaded) => {
    switch (uploaded?.kind) {
      case "too large":
        return t("file.tooLargeBy", { size: formats.number(Math.round(uploaded.bytes / MEGABYTE)) });
      case "other type":
        return uploaded.type === "" ? t("file.other type") : t("file.otherTypeNamed", { type: uploaded.type });
      case "disguised":
        return t("file.disguisedAs", { type: uploaded.type });
      case "refused":
        return t("file.refusedFor", { why: sayWhy(uploaded.reason) });
      default:
        return t(`file.${state}`);
    }
  };
}
