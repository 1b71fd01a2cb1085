/** The timeline of a call or conversation. Each entry opens to its JSON. */
import { Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronRight, IconClock, IconTicket, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { useFormats } from "../../words/use-formats.ts";
import { useOutcome, useReason } from "../../words/use-reason.ts";
import { buildTimeline, type TimelineEntry } from "./build-timeline.ts";
import { EvidenceDrawer } from "./evidence-drawer.tsx";
import { useEventName } from "./use-event-name.ts";

type Write = ActivityDetailAnswer["writes"][number];

export interface TimelineProps {
  item: ActivityDetailAnswer;
  /** The label of a write. */
  nameOf(write: Write): string;
}

export function Timeline({ item, nameOf }: TimelineProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const eventName = useEventName(item);
  const [opened, setOpened] = useState<TimelineEntry | null>(null);
  const entries = buildTimeline(item);
  const nameFor = (entry: TimelineEntry) => (entry.kind === "write" ? nameOf(entry.write) : eventName(entry.delivery));
  if (entries.length === 0) return <Text c="dimmed">{t("call.noReceived")}</Text>;
  return (
    <>
      <ol className="plain-list timeline">
        {entries.map((entry, place) => (
          <li key={entry.key} data-kind={entry.kind}>
            {isOtherDay(entries[place - 1], entry) && <Text className="timeline-day">{formats.date(entry.at)}</Text>}
            <UnstyledButton className="timeline-entry" onClick={() => setOpened(entry)} aria-haspopup="dialog">
              <time dateTime={entry.at} title={formats.time(entry.at, null)}>
                {formats.second(entry.at)}
              </time>
              <EntryIcon entry={entry} />
              <span className="breakable">
                {nameFor(entry)}
                <Remark entry={entry} />
              </span>
              <IconChevronRight size={16} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ol>
      <EvidenceDrawer
        id={item.id}
        entry={opened}
        title={opened ? nameFor(opened) : ""}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

/** Why a change was rejected, or why a delivery was ignored. */
function Remark({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const [sayReason, sayOutcome] = [useReason(), useOutcome()];
  if (entry.kind === "write") {
    const { state, reason } = entry.write;
    if (state === "done") return null;
    return (
      <Text size="sm">
        <strong>{t(`call.writeState.${state}`)}</strong>
        {reason && ` – ${sayReason(reason)}`}
      </Text>
    );
  }
  const { outcome } = entry.delivery;
  if (outcome?.code === "read") return null;
  return (
    <Text size="sm" c="dimmed">
      {outcome === null ? t("call.unread") : sayOutcome(outcome)}
    </Text>
  );
}

function EntryIcon({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === "delivery") return <IconWebhook size={18} stroke={1.6} aria-hidden />;
  if (entry.write.state === "refused")
    return <IconAlertTriangle size={18} stroke={1.6} aria-hidden className="failed" />;
  if (entry.write.state === "intended") return <IconClock size={18} stroke={1.6} aria-hidden />;
  return <IconTicket size={18} stroke={1.6} aria-hidden />;
}

function isOtherDay(before: TimelineEntry | undefined, entry: TimelineEntry): boolean {
  return before === undefined || new Date(before.at).toDateString() !== new Date(entry.at).toDateString();
}
