// The size of everything, applied to the document.
import { zoom } from "../console/zoom.svelte";

/** Applies the size for the life of the calling component. */
export function useZoom(): void {
  $effect(() => {
    const style = document.documentElement.style;
    style.setProperty("--zoom", String(zoom.factor));
    // Web views differ in what vw and vh mean under a zoom; pixels are the same everywhere.
    style.setProperty("--window-width", `${zoom.width}px`);
    style.setProperty("--window-height", `${zoom.height}px`);
  });
}
