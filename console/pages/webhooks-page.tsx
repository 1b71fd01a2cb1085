/** The webhooks of the team's own: creates one, and lists all, each with its log. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { webhooksQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { ToSettings } from "./settings/to-settings.tsx";
import { Section } from "../parts/section.tsx";
import { WebhookForm } from "./webhooks/webhook-form.tsx";
import { WebhookSection } from "./webhooks/webhook-section.tsx";

export function WebhooksPage() {
  const { t } = useTranslation();
  const webhooks = useQuery(webhooksQuery);
  return (
    <PageFrame title={t("webhooks.title")} intro={t("webhooks.intro")} action={<ToSettings />}>
      <Section title={t("webhooks.new")}>
        <WebhookForm />
      </Section>
      <Loaded query={webhooks} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t("webhooks.empty")} about={t("webhooks.emptyAbout")} />
          ) : (
            all.map((webhook) => <WebhookSection key={webhook.id} webhook={webhook} />)
          )
        }
      </Loaded>
    </PageFrame>
  );
}
