/** A button that does nothing at the moment but keeps the focus, so that a keyboard does not lose its place when it changes. */
export function lookDisabled(disabled: boolean): { "aria-disabled"?: true; "data-disabled"?: true } {
  return disabled ? { "aria-disabled": true, "data-disabled": true } : {};
}
