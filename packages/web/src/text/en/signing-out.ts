// What the page says from a sign-out on this device until the sign-in service knows of it.
export const signingOutWords = {
  underWay: "Signing out…",
  here: "You are signed out on this device.",
  later:
    "The sign-in service hears of it as soon as the network is back; then somebody can sign in here again.",
};
