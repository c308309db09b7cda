/** The tag of this app's only Background Sync, which uploads the sound that is still on this device. */
export const SYNC_TAG = "tapedeck-uploads";
