/** BCP 47: `Intl` writes numbers, sizes, lengths and dates by it. British English, as the sentences are. */
export const language = "en-GB";

/** Which way the writing runs. */
export const direction: "ltr" | "rtl" = "ltr";
