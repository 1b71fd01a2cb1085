/** What a catalogue says about the settings. Its type requires a name and a sentence for each, and a label of each choice. */
import type { Settings } from "../settings/settings.ts";

export interface SettingWords {
  name: string;
  /** What the setting does. */
  about: string;
  /** For a choice. */
  choices?: Readonly<Record<string, string>>;
  /** For a choice that is shown as a switch: what is so when it is on. */
  switch?: string;
  /** For a text: its valid values. */
  allowed?: string;
}

type WordsOf<Value> = SettingWords &
  ([Value] extends [string]
    ? string extends Value
      ? { allowed: string }
      : { choices: Record<Value, string> }
    : unknown);

export type SettingsCatalogue = { [Name in keyof Settings]: WordsOf<Settings[Name]> };
