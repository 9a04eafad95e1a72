// Light or dark: the person's choice, or the system's, applied to the document.
import { session } from "../console/session.svelte";

/** Applies the theme for the life of the calling component. */
export function useTheme(): void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let system = $state(dark.matches);
  const follow = (event: MediaQueryListEvent) => (system = event.matches);
  $effect(() => {
    dark.addEventListener("change", follow);
    return () => dark.removeEventListener("change", follow);
  });
  $effect(() => {
    const chosen = session.theme === "system" ? (system ? "dark" : "light") : session.theme;
    document.documentElement.dataset["theme"] = chosen;
  });
}
