// The page shows either the door, which is in index.html, or the app. public/choose-page.js chooses before the
// first paint; door.css hides the other one.
export function showPage(page: "app" | "door"): void {
  document.documentElement.dataset["page"] = page;
}
