/** The set-up page for a team with API keys on both sides. Each part is checked at once. Nothing is stored before the end. */
import { Alert, Code, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { GorgiasChecked, NumbersFound } from "../../src/http/api/schemas.ts";
import { connect, type AircallKey, type GorgiasKey } from "../api/access.ts";
import { setUpQuery } from "../api/access-queries.ts";
import { ApiError } from "../api/request.ts";
import { AlonePage } from "../parts/alone-page.tsx";
import { ErrorAlert } from "../parts/error-alert.tsx";
import { Loading } from "../parts/loading.tsx";
import { AddressStep } from "./connect/address-step.tsx";
import { AircallStep } from "./connect/aircall-step.tsx";
import { FirstCallStep } from "./connect/first-call-step.tsx";
import { GorgiasStep } from "./connect/gorgias-step.tsx";
import { NumbersStep } from "./connect/numbers-step.tsx";

const SET_UP_COMMAND = "aircall-gorgias console-link --set-up";

export function ConnectPage() {
  const { t } = useTranslation();
  const setUp = useQuery(setUpQuery);
  const [isConnected, setConnected] = useState(false);
  const isClosed = setUp.error instanceof ApiError && setUp.error.code === "set_up_closed";
  return (
    <AlonePage title={t("page.connect")} intro={t("connect.intro")} wide>
      {setUp.data || isConnected ? (
        <Steps phonePanel={setUp.data?.phonePanel ?? null} onConnected={() => setConnected(true)} />
      ) : isClosed ? (
        <Closed />
      ) : setUp.isError ? (
        <ErrorAlert error={setUp.error} onRetry={() => void setUp.refetch()} />
      ) : (
        <Loading rows={4} />
      )}
    </AlonePage>
  );
}

/** Only a person with access to the server may connect an account. */
function Closed() {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" variant="light" role="status" title={t("connect.closed")}>
      <Stack gap="xs">
        {t("connect.closedAbout")}
        <Code block>{SET_UP_COMMAND}</Code>
      </Stack>
    </Alert>
  );
}

interface Checked<Typed, Found> {
  typed: Typed;
  found: Found;
}

function Steps({ phonePanel, onConnected }: { phonePanel: string | null; onConnected(): void }) {
  const [isReachable, setReachable] = useState(false);
  const [gorgias, setGorgias] = useState<Checked<GorgiasKey, GorgiasChecked> | null>(null);
  const [aircall, setAircall] = useState<Checked<AircallKey, NumbersFound> | null>(null);
  const connecting = useMutation({ mutationFn: connect });
  useEffect(() => {
    if (connecting.isSuccess) onConnected();
  }, [connecting.isSuccess, onConnected]);
  const isReady = isReachable && gorgias !== null && aircall !== null;
  return (
    <ol className="plain-list">
      <AddressStep onChecked={setReachable} />
      <GorgiasStep
        isLocked={connecting.isSuccess}
        onChecked={(typed, found) => setGorgias(found && { typed, found })}
      />
      <AircallStep
        isLocked={connecting.isSuccess}
        onChecked={(typed, found) => setAircall(found && { typed, found })}
      />
      <NumbersStep
        numbers={aircall?.found.numbers ?? null}
        isReady={isReady}
        isPending={connecting.isPending}
        isDone={connecting.isSuccess}
        error={connecting.error}
        onConnect={(numbers, language) => {
          if (gorgias && aircall)
            connecting.mutate({ gorgias: gorgias.typed, aircall: aircall.typed, numbers, language });
        }}
      />
      <FirstCallStep isConnected={connecting.isSuccess} phonePanel={phonePanel} />
    </ol>
  );
}
