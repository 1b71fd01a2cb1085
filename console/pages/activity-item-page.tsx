/** One call, conversation or insight card in full: events, customer, plan, changes in Gorgias, reasons. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import type { ActivityDetailAnswer } from "../../src/http/api/schemas.ts";
import { activityItemQuery } from "../api/queries.ts";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { useCustomerLabel, useItemName, useItemKind } from "../parts/use-item-labels.ts";
import { CallParts } from "./call/call-parts.tsx";
import { CardParts } from "./card/card-parts.tsx";
import { ConversationParts } from "./conversation/conversation-parts.tsx";

export function ActivityItemPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const item = useQuery(activityItemQuery(id));
  const titleOf = useTitle();
  const title = item.data ? titleOf(item.data) : t(`page.${kindOf(id)}`);
  return (
    <>
      <BackLink />
      <PageFrame title={title}>
        <Loaded query={item} rows={6}>
          {(data) => <Item item={data} />}
        </Loaded>
      </PageFrame>
    </>
  );
}

/** Back to the list as it was, where the reader came from it. */
function BackLink() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { key } = useLocation();
  return (
    <Anchor
      component={Link}
      to="/activity"
      size="sm"
      underline="always"
      onClick={(event) => {
        if (key === "default" || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        void navigate(-1);
      }}
    >
      <span aria-hidden>← </span>
      {t("call.back")}
    </Anchor>
  );
}

/** The kind of an item before it is loaded. */
function kindOf(id: string): "call" | "conversation" | "card" {
  if (id.startsWith("text:")) return "conversation";
  return id.startsWith("card:") ? "card" : "call";
}

function Item({ item }: { item: ActivityDetailAnswer }) {
  switch (item.kind) {
    case "call":
      return <CallParts call={item} />;
    case "conversation":
      return <ConversationParts conversation={item} />;
    case "card":
      return <CardParts card={item} />;
    default:
      return item.kind satisfies never;
  }
}

function useTitle(): (item: ActivityDetailAnswer) => string {
  const [kindLabel, customerOf, nameOf] = [useItemKind(), useCustomerLabel(), useItemName()];
  return (item) => (item.kind === "conversation" ? nameOf(item) : `${kindLabel(item)} · ${customerOf(item).name}`);
}
