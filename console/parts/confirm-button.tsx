/** A button that asks for confirmation before it acts. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

export interface ConfirmButtonProps {
  label: string;
  /** The question in the dialog. */
  ask: string;
  /** The consequence. */
  about: string;
  /** The label of the confirming button. */
  confirm: string;
  /** Red: the action cannot be undone. */
  isDangerous: boolean;
  isBusy: boolean;
  onConfirm(): void;
}

export function ConfirmButton({ label, ask, about, confirm, isDangerous, isBusy, onConfirm }: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const color = isDangerous ? { color: "red.9" } : {};
  const close = () => setOpened(false);
  return (
    <>
      <Button {...color} loading={isBusy} onClick={() => setOpened(true)}>
        {label}
      </Button>
      {/* Composed of parts: the ready-made modal adds a second <header> to the page. */}
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
