// Tells when the colours of the page change: the system's theme, the person's own, or their choice in the settings.
const LOOKS = [
  "(prefers-color-scheme: dark)",
  "(forced-colors: active)",
  "(prefers-contrast: more)",
];

/** @returns the way to stop listening */
export function watchLook(onChange: () => void): () => void {
  const queries = LOOKS.map((look) => matchMedia(look));
  for (const query of queries) query.addEventListener("change", onChange);
  const theme = new MutationObserver(onChange);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    for (const query of queries) query.removeEventListener("change", onChange);
    theme.disconnect();
  };
}
