/** Which lines make tickets. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { linesQuery } from "../api/queries.ts";
import { EmptyNote } from "../parts/empty-note.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { PageFrame } from "../parts/page-frame.tsx";
import { LineForm } from "./lines/line-form.tsx";

export function LinesPage() {
  const { t } = useTranslation();
  const lines = useQuery(linesQuery);
  return (
    <PageFrame title={t("page.lines")} intro={t("lines.intro")}>
      <Loaded query={lines} rows={4}>
        {(data) =>
          data.length > 0 ? (
            <LineForm lines={data} />
          ) : (
            <EmptyNote title={t("lines.empty")} about={t("lines.emptyAbout")}>
              <Anchor component={Link} to="/setup" underline="always">
                {t("lines.toSetup")}
              </Anchor>
            </EmptyNote>
          )
        }
      </Loaded>
    </PageFrame>
  );
}
