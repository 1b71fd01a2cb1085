/** The state of a file of a message: attached, on its way, or why it is missing. */
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { isRecord } from "./read-conversation.ts";

type Uploaded = ActivityDetailAnswer["writes"][number] | undefined;

const MEGABYTE = 1024 * 1024;

/** `uploaded` is the write of the upload, if there is one. It has more details than the outcome. */
export function useFileLabels(): (outcome: string, uploaded: Uploaded) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (outcome, uploaded) => {
    const { type, reason, bytes } = detailsOf(uploaded);
    const size = bytes === null ? null : formats.number(Math.round(bytes / MEGABYTE));
    const labels = new Map([
      ["attached", t("file.attached")],
      ["waiting", t("file.waiting")],
      ["gone", t("file.gone")],
      ["no link", t("file.noLink")],
      ["too large", size ? t("file.tooLargeBy", { size }) : t("file.tooLarge")],
      ["other type", type ? t("file.otherTypeNamed", { type }) : t("file.otherType")],
      ["disguised", type ? t("file.disguisedAs", { type }) : t("file.disguised")],
      ["refused", reason ? t("file.refusedFor", { why: reason }) : t("file.refused")],
    ]);
    return labels.get(outcome) ?? outcome;
  };
}

function detailsOf(uploaded: Uploaded): { type: string | null; reason: string | null; bytes: number | null } {
  const { type, reason, bytes } = isRecord(uploaded?.outcome) ? uploaded.outcome : {};
  return {
    type: typeof type === "string" ? type : null,
    reason: typeof reason === "string" ? reason : null,
    bytes: typeof bytes === "number" ? bytes : null,
  };
}
