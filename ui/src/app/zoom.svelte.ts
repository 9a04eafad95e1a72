// The size of everything, applied to the document.
import { zoom } from "../console/zoom.svelte";

/** Applies the size for the life of the calling component. */
export function useZoom(): void {
  $effect(() => {
    document.documentElement.style.setProperty("--zoom", String(zoom.factor));
  });
}
