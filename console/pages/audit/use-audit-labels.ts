/** The sentences of the audit log, built from its codes and values. */
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "../../api/audit.ts";
import { useConnectionReason } from "../../words/use-reason.ts";
import { useSettingLabels } from "../settings/use-setting-labels.ts";

export interface AuditLabels {
  sentence(entry: AuditEntry): string;
  author(entry: Pick<AuditEntry, "by" | "byKind">): string;
}

export function useAuditLabels(): AuditLabels {
  const { t } = useTranslation();
  const statusSentence = useStatusSentence();
  const agentSentence = useAgentSentence();
  const plainSentence = usePlainSentence();
  const settings = useSettingLabels();
  const settingSentence = ({ subject, from, to }: AuditEntry) => {
    const name = subject ?? "";
    const value = (one: unknown) => settings.value({ name, kind: "choice" }, one);
    return t("audit.settingChanged", { name: settings.name(name), from: value(from), to: value(to) });
  };
  return {
    sentence(entry) {
      if (entry.action === "setting_changed") return settingSentence(entry);
      if (entry.action === "status_changed") return statusSentence(entry);
      return entry.action === "agent_mapped" ? agentSentence(entry) : plainSentence(entry);
    },
    author: ({ by, byKind }) => by ?? t(`audit.by.${byKind}`),
  };
}

/** Changes with at most a name in their sentence. Shows the code of an unknown action. */
function usePlainSentence(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  return ({ action, subject, to }) => {
    const name = subject ?? "";
    const sentences = new Map<string, string>([
      ["line_selected", t("audit.numberSelected", { name })],
      ["line_deselected", t("audit.numberDeselected", { name })],
      ["disconnected", t("audit.disconnected")],
      ["gorgias_authorised", t("audit.gorgiasAuthorised", { account: String(to ?? "") })],
      ["aircall_authorised", t("audit.aircallAuthorised")],
      ["connection_added", t("audit.connectionAdded")],
      ["keys_replaced", t("audit.keysReplaced")],
      ["console_link_made", t("audit.consoleLinkMade")],
      ["signed_in", subject === "key" ? t("audit.signedInByKey") : t("audit.signedInByLink")],
      ["replayed", t("audit.retried", { name })],
      ["erased", t("audit.erased")],
      ["token_created", t("audit.tokenCreated", { name })],
      ["webhook_added", t("audit.webhookAdded", { name })],
      ["webhook_changed", t("audit.webhookChanged", { name })],
      ["webhook_removed", t("audit.webhookRemoved", { name })],
      ["webhook_secret_renewed", t("audit.webhookSecretRenewed", { name })],
      ["webhook_replayed", t("audit.webhookReplayed", { name })],
      ["token_revoked", t("audit.tokenRevoked", { name })],
    ]);
    return sentences.get(action) ?? action;
  };
}

function useAgentSentence(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  const user = (value: unknown) => (value === null ? t("app.none") : String(value));
  return ({ subject, from, to }) => {
    const name = subject ?? "";
    if (to === null) return t("audit.agentUnmapped", { name, from: user(from) });
    return t("audit.agentMapped", { name, from: user(from), to: user(to) });
  };
}

function useStatusSentence(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  const sayReason = useConnectionReason();
  const status = (value: unknown) =>
    value === "active" || value === "installing" || value === "deactivated" ? t(`status.${value}`) : String(value);
  return ({ subject, from, to }) => {
    const sentence = t("audit.statusChanged", { from: status(from), to: status(to) });
    return subject === null ? sentence : t("audit.because", { sentence, reason: sayReason(subject) });
  };
}
