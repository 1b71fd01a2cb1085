/** Says that this is the sandbox, with links to both simulators. */
import { Anchor, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSession } from "./session-gate.tsx";

export function SandboxBanner() {
  const { t } = useTranslation();
  const { sandbox } = useSession();
  if (!sandbox) return null;
  return (
    <section className="sandbox-banner" aria-label={t("sandbox.title")}>
      <Text size="sm" className="with-icon">
        <IconFlask size={16} aria-hidden />
        <span>
          <strong>{t("sandbox.title")}</strong> {t("sandbox.about")}
        </span>
      </Text>
      <span className="sandbox-links">
        <Anchor href={sandbox.phonePanel} size="sm" underline="always">
          {t("sandbox.phone")}
        </Anchor>
        <Anchor href={sandbox.helpDesk} size="sm" underline="always">
          {t("sandbox.helpDesk")}
        </Anchor>
      </span>
    </section>
  );
}
