/** A button whose deed is done only after a second, explicit yes. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

export interface ConfirmButtonProps {
  label: string;
  /** The question, and what a yes means. */
  ask: string;
  about: string;
  /** The word of the yes. */
  confirm: string;
  dangerous: boolean;
  busy: boolean;
  onConfirm(): void;
}

export function ConfirmButton({ label, ask, about, confirm, dangerous, busy, onConfirm }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const color = dangerous ? { color: "red.9" } : {};
  const close = () => setOpened(false);
  return (
    <>
      <Button {...color} loading={busy} onClick={() => setOpened(true)}>
        {label}
      </Button>
      {/* Put together by hand: a ready-made modal has a header of its own, and a page may have only one. */}
      <Modal.Root opened={opened} onClose={close} centered>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body p="lg">
            <Stack>
              <Modal.Title fw={700} fz="lg">
                {ask}
              </Modal.Title>
              <Text>{about}</Text>
              <Group justify="flex-end">
                <Button variant="default" onClick={close} data-autofocus>
                  {t("app.cancel")}
                </Button>
                <Button
                  {...color}
                  onClick={() => {
                    close();
                    onConfirm();
                  }}
                >
                  {confirm}
                </Button>
              </Group>
            </Stack>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
