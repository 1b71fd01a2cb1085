/** Which lines make tickets. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { numbersQuery } from "../api/queries.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { NumberForm } from "./numbers/number-form.tsx";

export function NumbersPage() {
  const { t } = useTranslation();
  const lines = useQuery(numbersQuery);
  return (
    <PageFrame title={t("page.lines")} intro={t("lines.intro")}>
      <Loaded query={lines} rows={4}>
        {(data) =>
          data.length > 0 ? (
            <NumberForm lines={data} />
          ) : (
            <EmptyState title={t("lines.empty")} about={t("lines.emptyAbout")}>
              <Anchor component={Link} to="/setup" underline="always">
                {t("lines.toSetup")}
              </Anchor>
            </EmptyState>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
