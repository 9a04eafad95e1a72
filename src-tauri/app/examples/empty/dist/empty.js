// Two frames later the page stands, as in the console.
requestAnimationFrame(() =>
  requestAnimationFrame(() => void window.__TAURI_INTERNALS__.invoke("ready")),
);
