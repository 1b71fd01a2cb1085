/** Tells what has just been done: shown for a while, and read aloud by screen readers. */
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
  const [said, setSaid] = useState<{ text: string } | null>(null);
  const [announce] = useState<Announce>(() => (text: string) => setSaid({ text }));
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <AnnounceContext value={announce}>
      {children}
      {/* Always there, so that screen readers notice when something is put into it. */}
      <div className="announcer" role="status" aria-live="polite">
        {said && (
          <Notification
            role="presentation"
            withBorder
            color="teal"
            onClose={() => setSaid(null)}
            closeButtonProps={{ "aria-label": t("app.close") }}
          >
            {said.text}
          </Notification>
        )}
      </div>
    </AnnounceContext>
  );
}
