/** Saved views: filters with a name, two of them given, the others kept in this browser. */
import { ActionIcon, Button, Group, TextInput } from "@mantine/core";
import { IconBookmarkPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { filterToSearch, NO_FILTER, searchToFilter, type ChosenFilter } from "./filter-in-address.ts";

const STORAGE_KEY = "activity-views";
const MOST_VIEWS = 12;

interface SavedView {
  name: string;
  search: string;
}

export interface SavedViewsProps {
  filter: ChosenFilter;
  onChange(filter: ChosenFilter): void;
}

export function SavedViews({ filter, onChange }: SavedViewsProps) {
  const { t } = useTranslation();
  const [views, setViews] = useState<SavedView[]>(read);
  const given = useGivenViews();
  const current = filterToSearch(filter);
  const save = (next: SavedView[]) => {
    setViews(next);
    keep(next);
  };
  const isKnown = [...given, ...views].some(({ search }) => search === current);
  return (
    <Group component="ul" gap="xs" className="plain-list views" aria-label={t("activity.views.title")}>
      {[...given, ...views].map((view, place) => (
        <li key={`${view.name} ${view.search}`}>
          <Button.Group>
            <Button
              size="compact-sm"
              variant={view.search === current ? "light" : "default"}
              aria-pressed={view.search === current}
              onClick={() => onChange(searchToFilter(new URLSearchParams(view.search)))}
            >
              {view.name}
            </Button>
            {place >= given.length && (
              <ActionIcon
                variant="default"
                size={26}
                aria-label={t("activity.views.remove", { name: view.name })}
                onClick={() => save(views.filter((one) => one !== view))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </Button.Group>
        </li>
      ))}
      {!isKnown && (
        <li>
          <SaveView onSave={(name) => save([...views, { name, search: current }].slice(-MOST_VIEWS))} />
        </li>
      )}
    </Group>
  );
}

function useGivenViews(): SavedView[] {
  const { t } = useTranslation();
  const missed = { ...NO_FILTER, period: "today", outcome: "missed,voicemail,callback" } as const;
  return [
    { name: t("activity.views.all"), search: "" },
    { name: t("activity.views.missedToday"), search: filterToSearch(missed) },
    { name: t("activity.views.failed"), search: filterToSearch({ ...NO_FILTER, result: "failed" }) },
  ];
}

/** A button, and after it the field for the name of the view. */
function SaveView({ onSave }: { onSave(name: string): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconBookmarkPlus size={16} aria-hidden />}
        onClick={() => setName("")}
      >
        {t("activity.views.save")}
      </Button>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") onSave(name.trim());
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          autoFocus
          maxLength={40}
          aria-label={t("activity.views.name")}
          placeholder={t("activity.views.name")}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={({ key }) => key === "Escape" && setName(null)}
        />
        <Button size="compact-sm" type="submit">
          {t("activity.views.saveNow")}
        </Button>
      </Group>
    </form>
  );
}

function read(): SavedView[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== "object" || value === null) return false;
  const { name, search } = value as Partial<SavedView>;
  return typeof name === "string" && typeof search === "string";
}

function keep(views: readonly SavedView[]): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(views));
  } catch {
    // Without storage the view lasts for this visit.
  }
}
