/** A button that asks for confirmation before it acts. */
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { lookDisabled } from "./look-disabled.ts";

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
  /** A small button without colour, for a list of many. Its question is still coloured. */
  isQuiet?: boolean;
  /** What the button acts on, for screen readers. */
  of?: string;
  /** What the user must type first, and the question for it. */
  mustType?: { text: string; label: string };
  onConfirm(): void;
}

export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, isDangerous, isBusy, isQuiet = false, of } = props;
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Button
        {...(isQuiet
          ? { variant: "default", size: "xs" }
          : isDangerous
            ? { color: "red", variant: "outline" }
            : { variant: "default" })}
        loading={isBusy}
        onClick={() => setOpened(true)}
      >
        {label}
        {of !== undefined && <span className="visually-hidden">&nbsp;{of}</span>}
      </Button>
      {/* Composed of parts: the ready-made modal adds a second <header> to the page. */}
      <Modal.Root opened={opened} onClose={close} centered>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body p="lg">
            <Question {...props} onClose={close} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}

/** Mounted when the dialog opens, so what was typed before is gone. */
function Question(props: ConfirmButtonProps & { onClose(): void }) {
  const { ask, about, confirm, isDangerous, mustType, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const isAllowed = !mustType || typed.trim().toLowerCase() === mustType.text.toLowerCase();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isAllowed) return;
    onClose();
    onConfirm();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Modal.Title fw={700} fz="lg">
          {ask}
        </Modal.Title>
        <Text>{about}</Text>
        {mustType && (
          <TextInput
            label={mustType.label}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} {...(mustType ? {} : { "data-autofocus": true })}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" {...(isDangerous ? { color: "red.9" } : {})} {...lookDisabled(!isAllowed)}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
