// Before the first paint: the app instead of the door, in a browser that is signed in or signs out; and the theme
// that the person chose. It is a file of its own because the page's Content-Security-Policy forbids inline scripts.
try {
  const { dataset } = document.documentElement;
  if (
    /(^|; )(__Host-)?tapedeck-signed-in=/.test(document.cookie) ||
    localStorage["tapedeck.signing-out"]
  )
    dataset.page = "app";
  // Last, because a browser may refuse the storage.
  const theme = String(localStorage["tapedeck.theme"]);
  if (theme === "light" || theme === "dark") dataset.theme = theme;
} catch {}
