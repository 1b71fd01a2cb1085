/** Unsaved changes. This tab keeps them over a reload and a sign-in, until they are saved or discarded. */
import { useEffect, useState } from "react";
import { useSession } from "../shell/session-gate.tsx";

const PREFIX = "console-draft";

/** `isKept` false: the changes hold a secret, which no browser storage may hold. */
export function useDraft<T>(
  name: string,
  empty: T,
  isKept: (draft: T) => boolean = () => true,
): [draft: T, setDraft: (draft: T) => void] {
  const { account } = useSession();
  const key = `${PREFIX} ${account} ${name}`;
  const [draft, setDraft] = useState<T>(() => read<T>(key) ?? empty);
  useEffect(() => write(key, draft === empty || !isKept(draft) ? null : draft), [key, draft]);
  return [draft, setDraft];
}

/** After signing out, the next user of this browser must not find them. */
export function forgetDrafts(): void {
  try {
    const names = Object.keys(window.sessionStorage).filter((name) => name.startsWith(`${PREFIX} `));
    for (const name of names) window.sessionStorage.removeItem(name);
  } catch {
    // Without storage there is nothing to forget.
  }
}

function read<T>(key: string): T | null {
  try {
    const text = window.sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage the changes last until the page is left.
  }
}
