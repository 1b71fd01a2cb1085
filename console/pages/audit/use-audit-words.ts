/** Sentences of the audit log, made of its codes and values. */
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../api/audit.ts";
import { useConnectionReason } from "../../words/use-reason.ts";
import { useSettingWords } from "../settings/use-setting-words.ts";

export interface AuditWords {
  what(entry: AuditEntry): string;
  who(entry: Pick<AuditEntry, "by" | "byKind">): string;
}

export function useAuditWords(): AuditWords {
  const { t } = useTranslation();
  const sayStatus = useStatusChange();
  const sayAgent = useAgentChange();
  const sayBare = useBareChange();
  const settings = useSettingWords();
  const saySetting = ({ subject, from, to }: AuditEntry) => {
    const name = subject ?? "";
    const value = (one: unknown) => settings.value({ name, kind: "choice" }, one);
    return t("audit.settingChanged", { name: settings.name(name), from: value(from), to: value(to) });
  };
  return {
    what(entry) {
      if (entry.action === "setting_changed") return saySetting(entry);
      if (entry.action === "status_changed") return sayStatus(entry);
      return entry.action === "agent_mapped" ? sayAgent(entry) : sayBare(entry);
    },
    who: ({ by, byKind }) => by ?? t(`audit.by.${byKind}`),
  };
}

/** Changes whose words depend on nothing but a name. An action that this version does not know is shown as it is. */
function useBareChange(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  return ({ action, subject, to }) => {
    const name = subject ?? "";
    const words = new Map<string, string>([
      ["line_selected", t("audit.lineSelected", { name })],
      ["line_deselected", t("audit.lineDeselected", { name })],
      ["disconnected", t("audit.disconnected")],
      ["gorgias_authorised", t("audit.gorgiasAuthorised", { account: String(to ?? "") })],
      ["aircall_authorised", t("audit.aircallAuthorised")],
      ["connection_added", t("audit.connectionAdded")],
      ["keys_replaced", t("audit.keysReplaced")],
      ["replayed", t("audit.replayed", { name })],
      ["erased", t("audit.erased")],
    ]);
    return words.get(action) ?? action;
  };
}

function useAgentChange(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  const settings = useSettingWords();
  const user = (value: unknown) => settings.value({ name: "", kind: "text" }, value);
  return ({ subject, from, to }) => {
    const name = subject ?? "";
    if (to === null) return t("audit.agentUnmapped", { name, from: user(from) });
    return t("audit.agentMapped", { name, from: user(from), to: user(to) });
  };
}

function useStatusChange(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  const sayReason = useConnectionReason();
  const status = (value: unknown) =>
    value === "active" || value === "installing" || value === "deactivated" ? t(`status.${value}`) : String(value);
  return ({ subject, from, to }) => {
    const sentence = t("audit.statusChanged", { from: status(from), to: status(to) });
    return subject === null ? sentence : t("audit.because", { sentence, reason: sayReason(subject) });
  };
}
