/** Chooses the light theme, the dark theme or the theme of the system. This browser remembers it. */
import { NativeSelect, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";

const SCHEMES = ["auto", "light", "dark"] as const;

export function SchemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <NativeSelect
      size="sm"
      label={t("app.scheme")}
      value={colorScheme}
      data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`app.schemes.${scheme}`) }))}
      onChange={({ currentTarget }) => {
        const scheme = SCHEMES.find((one) => one === currentTarget.value);
        if (scheme) setColorScheme(scheme);
      }}
    />
  );
}
