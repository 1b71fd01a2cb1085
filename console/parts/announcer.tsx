/** Confirms an action: a notification that disappears after a few seconds, also announced by screen readers. */
import { Notification } from "@mantine/core";
import { createContext, use, useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_MS = 6_000;

type Announce = (text: string) => void;

const AnnounceContext = createContext<Announce>(() => undefined);

export function useAnnounce(): Announce {
  return use(AnnounceContext);
}

export function Announcer({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState<{ text: string } | null>(null);
  const [announce] = useState<Announce>(() => (text: string) => setCurrent({ text }));
  useEffect(() => {
    if (!current) return undefined;
    const timer = setTimeout(() => setCurrent(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current]);
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* Always rendered: screen readers only announce changes of a region that exists. */}
      <div className="announcer" role="status" aria-live="polite">
        {current && (
          <Notification
            role="presentation"
            withBorder
            color="teal"
            onClose={() => setCurrent(null)}
            closeButtonProps={{ "aria-label": t("app.close") }}
          >
            {current.text}
          </Notification>
        )}
      </div>
    </AnnounceContext>
  );
}
