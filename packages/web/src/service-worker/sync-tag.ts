/** Names the one Background Sync of this app: bring to the bucket what is left on this device. */
export const SYNC_TAG = "tapedeck-uploads";
