/** What became of a call or conversation: an icon with its word. */
import {
  IconHelpCircle,
  IconId,
  IconMessage,
  IconPhoneCall,
  IconPhoneCalling,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhoneRinging,
  IconPhoneX,
  IconRecordMail,
  type Icon,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ActivityItemAnswer } from "../../src/http/api/schemas.ts";

const ICONS: Record<NonNullable<ActivityItemAnswer["outcome"]>, Icon> = {
  ringing: IconPhoneCalling,
  in_progress: IconPhoneCall,
  answered: IconPhoneIncoming,
  missed: IconPhoneX,
  voicemail: IconRecordMail,
  callback: IconPhoneRinging,
  unanswered: IconPhoneX,
  message: IconMessage,
};

type Told = Pick<ActivityItemAnswer, "kind" | "outcome" | "direction">;

/** The direction of a call is in the icon of an answered one, and in words for screen readers. */
export function Outcome({ item }: { item: Told }) {
  const { t } = useTranslation();
  const word = useOutcomeWord()(item);
  const Shape = shapeOf(item);
  const isMissed = item.outcome === "missed" || item.outcome === "callback" || item.outcome === "voicemail";
  return (
    <span
      className="outcome"
      data-missed={isMissed || undefined}
      title={item.direction ? t(`itemKind.${item.direction}`) : undefined}
    >
      <Shape size={18} stroke={1.7} aria-hidden /> {word}
    </span>
  );
}

/** `Answered`. The kind of an item whose outcome is not known. */
function useOutcomeWord(): (item: Told) => string {
  const { t } = useTranslation();
  return ({ kind, outcome }) => (outcome === null ? t(`itemKind.${kind}`) : t(`outcome.${outcome}`));
}

function shapeOf({ kind, outcome, direction }: Told): Icon {
  if (kind === "card") return IconId;
  if (outcome === null) return IconHelpCircle;
  return outcome === "answered" && direction === "outbound" ? IconPhoneOutgoing : ICONS[outcome];
}
