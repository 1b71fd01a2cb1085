/** Names the page of an address. The sections of the settings are one page, so that unsaved changes stay. */
import { isSettingsForm } from "../pages/settings/group-settings.ts";

export function pageKeyOf(pathname: string): string {
  return isSettingsForm(pathname) ? "/settings" : pathname;
}
