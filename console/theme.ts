/** Colours of the console. Mantine's greys for secondary text miss WCAG AA (contrast 4.5), so they are darker here. */
import { createTheme, type CSSVariablesResolver } from "@mantine/core";

export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: "md",
  cursorType: "pointer",
  autoContrast: true,
  respectReducedMotion: true,
});

export const resolveColors: CSSVariablesResolver = () => ({
  variables: {
    // Mantine lightens the darkest shade under the pointer, which white text cannot be read on.
    "--mantine-color-cyan-filled-hover": "#095c6b",
    "--mantine-primary-color-filled-hover": "#095c6b",
  },
  light: {
    "--mantine-color-red-outline": "#c92a2a",
    "--mantine-color-dimmed": "#495057",
    "--mantine-color-placeholder": "#5c6369",
    "--mantine-color-error": "#c92a2a",
    "--mantine-color-anchor": "#0b7285",
    // Text on the pale backgrounds of badges and alerts.
    "--mantine-color-green-light-color": "#1b5e2a",
    "--mantine-color-yellow-light-color": "#6b3d00",
    "--mantine-color-orange-light-color": "#8a300a",
    "--mantine-color-red-light-color": "#9b1c1c",
    "--mantine-color-blue-light-color": "#134e87",
    "--mantine-color-cyan-light-color": "#084f5d",
  },
  dark: {
    "--mantine-color-red-outline": "#ffa8a8",
    "--mantine-color-dimmed": "#b8b8b8",
    "--mantine-color-placeholder": "#a6a7ab",
    "--mantine-color-error": "#ffa8a8",
    "--mantine-color-anchor": "#66d9e8",
  },
});
