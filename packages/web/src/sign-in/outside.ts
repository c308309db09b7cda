// What the page shows to a visitor, and during a sign-out. Its own file, because no recording needs it.
export { SigningOut } from "../sign-out/SigningOut.tsx";
export { SignedOut } from "./SignedOut.tsx";
