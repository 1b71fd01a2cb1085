/** Makes a button look disabled but keep the focus, so that keyboard users do not lose their place. */
export function lookDisabled(disabled: boolean): { "aria-disabled"?: true; "data-disabled"?: true } {
  return disabled ? { "aria-disabled": true, "data-disabled": true } : {};
}
