/** In the browser's own file system: files of conversions, apart from the journal's. */
export const PARTS_FOLDER = "tapedeck-downloads";
