/** The JSON behind one entry of a timeline: what Aircall sent, or what Gorgias was asked and what it answered. */
import { Code, Drawer, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { readDelivery, readWrite } from "../../api/activity.ts";
import { Facts, type Fact } from "../../parts/facts.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { useFormats } from "../../words/use-formats.ts";
import { useReason } from "../../words/use-reason.ts";
import type { TimelineEntry } from "./build-timeline.ts";

export interface EvidenceDrawerProps {
  id: string;
  /** Null: closed. */
  entry: TimelineEntry | null;
  title: string;
  onClose(): void;
}

export function EvidenceDrawer({ id, entry, title, onClose }: EvidenceDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer.Root opened={entry !== null} onClose={onClose} position="right" size="lg">
      <Drawer.Overlay />
      <Drawer.Content>
        <div className="drawer-head">
          <Drawer.Title fw={700}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("app.close")} />
        </div>
        <Drawer.Body>
          {entry?.kind === "delivery" && <Delivery id={id} entry={entry} />}
          {entry?.kind === "write" && <Write id={id} entry={entry} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Delivery({ id, entry: { delivery } }: { id: string; entry: Extract<TimelineEntry, { kind: "delivery" }> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const body = useQuery({
    queryKey: ["delivery", id, delivery.id],
    queryFn: ({ signal }) => readDelivery(id, delivery.id, signal),
    staleTime: Infinity,
  });
  return (
    <Stack>
      <Facts
        facts={[
          { name: t("call.event"), value: <Code>{delivery.event}</Code> },
          { name: t("call.receivedAt"), value: formats.time(delivery.receivedAt, null) },
        ]}
      />
      <Loaded query={body}>{(data) => <Json title={t("timeline.sentByAircall")} text={data.payload} />}</Loaded>
    </Stack>
  );
}

function Write({ id, entry: { write } }: { id: string; entry: Extract<TimelineEntry, { kind: "write" }> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const sayReason = useReason();
  const evidence = useQuery({
    queryKey: ["write", id, write.generation, write.key, write.endedAt],
    queryFn: ({ signal }) => readWrite(id, write, signal),
    staleTime: Infinity,
  });
  const tookMs = write.endedAt === null ? null : Date.parse(write.endedAt) - Date.parse(write.at);
  const facts: Fact[] = [
    { name: t("call.result"), value: t(`call.writeState.${write.state}`) },
    { name: t("call.why"), value: write.reason && sayReason(write.reason) },
    { name: t("call.at"), value: formats.time(write.at, null) },
    {
      name: t("timeline.took"),
      value: tookMs === null ? null : t("timeline.seconds", { number: formats.average(tookMs / 1_000) }),
    },
    { name: t("call.apiCalls"), value: formats.number(write.requests) },
  ];
  return (
    <Stack>
      <Facts facts={facts} />
      <Loaded query={evidence}>
        {({ intent, outcome }) => (
          <Stack>
            <Json title={t("timeline.asked")} text={intent} />
            <Json title={t("timeline.answered")} text={outcome} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function Json({ title, text }: { title: string; text: string | null }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      {text === null ? (
        <Text size="sm" c="dimmed">
          {t("timeline.nothing")}
        </Text>
      ) : (
        <Code block className="raw" tabIndex={0}>
          {text}
        </Code>
      )}
    </section>
  );
}
