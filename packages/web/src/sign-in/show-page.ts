// The page shows either the door, which is in index.html, or the app. public/choose-page.js chooses before the
// first paint; door.css hides the other one.
export function showPage(page: "app" | "door"): void {
  document.documentElement.dataset["page"] = page;
  returnHere();
}

/** The door's link comes back to the address of now: a link to a recording still opens it after the sign-in. */
export function returnHere(): void {
  const href = `/auth/login?return=${encodeURIComponent(location.pathname)}`;
  document.getElementById("sign-in")?.setAttribute("href", href);
}
