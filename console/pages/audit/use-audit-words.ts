/** Sentences of the audit log, made of its codes and values. A code that this version does not know is shown as it is. */
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../api/audit.ts";
import { useReason } from "../../words/use-reason.ts";
import { useSettingWords } from "../settings/use-setting-words.ts";

export interface AuditWords {
  what(entry: AuditEntry): string;
  who(entry: Pick<AuditEntry, "by" | "byKind">): string;
}

export function useAuditWords(): AuditWords {
  const { t } = useTranslation();
  const settings = useSettingWords();
  const sayReason = useReason();
  const status = (value: unknown) =>
    value === "active" || value === "installing" || value === "deactivated" ? t(`status.${value}`) : String(value);
  const what = ({ action, subject, from, to }: AuditEntry): string => {
    const name = subject ?? "";
    switch (action) {
      case "setting_changed": {
        const value = (one: unknown) => settings.value({ name, kind: "choice" }, one);
        return t("audit.settingChanged", { name: settings.name(name), from: value(from), to: value(to) });
      }
      case "line_selected":
        return t("audit.lineSelected", { name });
      case "line_deselected":
        return t("audit.lineDeselected", { name });
      case "agent_mapped":
        return to === null
          ? t("audit.agentUnmapped", { name, from: String(from) })
          : t("audit.agentMapped", {
              name,
              from: String(from ?? settings.value({ name: "", kind: "text" }, null)),
              to: String(to),
            });
      case "status_changed": {
        const sentence = t("audit.statusChanged", { from: status(from), to: status(to) });
        return subject === null ? sentence : t("audit.because", { sentence, reason: sayReason(subject) });
      }
      case "disconnected":
        return t("audit.disconnected");
      case "gorgias_authorised":
        return t("audit.gorgiasAuthorised", { account: String(to ?? "") });
      case "aircall_authorised":
        return t("audit.aircallAuthorised");
      case "connection_added":
        return t("audit.connectionAdded");
      case "replayed":
        return t("audit.replayed", { name });
      case "erased":
        return t("audit.erased");
      default:
        return action satisfies never;
    }
  };
  const who: AuditWords["who"] = ({ by, byKind }) => by ?? t(`audit.by.${byKind}`);
  return { what, who };
}
