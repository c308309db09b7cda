// The page of somebody who is not signed in. A returning person records without it.
export { SigningOut } from "../sign-out/SigningOut.tsx";
export { SignedOut } from "./SignedOut.tsx";
