// Shows the app instead of the door, before the first paint, in a browser that is signed in or signs out.
// It is a file of its own because the page's Content-Security-Policy forbids inline scripts.
try {
  if (
    /(^|; )(__Host-)?tapedeck-signed-in=/.test(document.cookie) ||
    localStorage["tapedeck.signing-out"]
  )
    document.documentElement.dataset.page = "app";
} catch {}
