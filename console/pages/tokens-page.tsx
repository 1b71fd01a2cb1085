/** The API tokens: creates one and shows it once, lists all, and revokes them. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { tokensQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { ToSettings } from "./settings/to-settings.tsx";
import { Section } from "../parts/section.tsx";
import { TokenForm } from "./tokens/token-form.tsx";
import { TokenRow } from "./tokens/token-row.tsx";

export function TokensPage() {
  const { t } = useTranslation();
  const tokens = useQuery(tokensQuery);
  return (
    <PageFrame title={t("tokens.title")} intro={t("tokens.intro")} action={<ToSettings />}>
      <Section title={t("tokens.new")}>
        <TokenForm />
      </Section>
      <Section title={t("tokens.list")}>
        <Loaded query={tokens} rows={2}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState title={t("tokens.empty")} about={t("tokens.emptyAbout")} />
            ) : (
              <ul className="plain-list rows" aria-label={t("tokens.list")}>
                {all.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </PageFrame>
  );
}
