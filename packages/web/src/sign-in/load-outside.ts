/** @returns nothing where its code does not come */
export const loadOutside = () => import("./outside.ts").catch(() => undefined);
