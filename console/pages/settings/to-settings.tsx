/** The way from a page of its own back to the sections of the settings. */
import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function ToSettings() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/settings" underline="always">
      {t("settings.all")}
    </Anchor>
  );
}
