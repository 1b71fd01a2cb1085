/** The Aircall numbers whose calls and messages create tickets. */
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
  const numbers = useQuery(numbersQuery);
  return (
    <PageFrame title={t("page.numbers")} intro={t("numbers.intro")}>
      <Loaded query={numbers} rows={4}>
        {(data) =>
          data.length > 0 ? (
            <NumberForm numbers={data} />
          ) : (
            <EmptyState title={t("numbers.empty")} about={t("numbers.emptyAbout")}>
              <Anchor component={Link} to="/setup" underline="always">
                {t("numbers.toSetup")}
              </Anchor>
            </EmptyState>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
