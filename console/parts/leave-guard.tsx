/** Asks before a page with unsaved changes is left, for another page or for good. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

export interface LeaveGuardProps {
  isChanged: boolean;
  /** Whether the changes are still there on that page. */
  isSamePage(pathname: string): boolean;
  onLeave(): void;
}

export function LeaveGuard({ isChanged, isSamePage, onLeave }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker(({ nextLocation }) => isChanged && !isSamePage(nextLocation.pathname));
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged]);
  const stay = () => blocker.reset?.();
  return (
    <Modal.Root opened={blocker.state === "blocked"} onClose={stay} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body p="lg">
          <Stack>
            <Modal.Title fw={700} fz="lg">
              {t("unsaved.ask")}
            </Modal.Title>
            <Text>{t("unsaved.about")}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={stay} data-autofocus>
                {t("unsaved.stay")}
              </Button>
              <Button
                onClick={() => {
                  onLeave();
                  blocker.proceed?.();
                }}
              >
                {t("unsaved.leave")}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
