/** The sections of the settings and the pages beside them: a list, and a select on a phone. */
import { Badge, NativeSelect, NavLink, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useFormats } from "../../words/use-formats.ts";
import type { SettingSection } from "./group-settings.ts";

/** Pages of the settings that are not part of the form. */
const PAGES = [
  ["tokens", "/settings/tokens"],
  ["webhooks", "/settings/webhooks"],
  ["audit", "/audit"],
] as const;

export interface SectionNavProps {
  sections: readonly SettingSection[];
  current: SettingSection;
  /** Number of rejected values in a section. */
  countWrong(section: SettingSection): number;
}

export function SectionNav({ sections, current, countWrong }: SectionNavProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const links = [
    ...sections.map((section) => ({
      address: `/settings/${section}`,
      isCurrent: section === current,
      label: t(`settings.sections.${section}`),
      wrong: countWrong(section),
    })),
    ...PAGES.map(([page, address]) => ({ address, isCurrent: false, label: t(`settings.pages.${page}`), wrong: 0 })),
  ];
  return (
    <nav aria-label={t("settings.sectionsLabel")} className="section-nav">
      <ul className="plain-list section-links">
        {links.map(({ address, isCurrent, label, wrong }) => (
          <li key={address}>
            <NavLink
              component={Link}
              to={address}
              {...(isCurrent && { "aria-current": "page" as const })}
              label={label}
              rightSection={
                wrong > 0 ? (
                  <Badge color="red" variant="light" className="badge">
                    <span aria-hidden>{formats.number(wrong)}</span>
                    <VisuallyHidden>{t("settings.wrongHere", { count: wrong })}</VisuallyHidden>
                  </Badge>
                ) : null
              }
            />
          </li>
        ))}
      </ul>
      <NativeSelect
        className="section-select"
        label={t("settings.section")}
        value={`/settings/${current}`}
        data={links.map(({ address, label }) => ({ value: address, label }))}
        onChange={({ currentTarget }) => void navigate(currentTarget.value)}
      />
    </nav>
  );
}
