// What a page loads after the code that it records and uploads with. One file: it is needed once the network
// may be gone, and then all of it is there or nothing.
export { deviceCopies } from "./device-copy.ts";
export { createIndexedDbFiles } from "./indexeddb-files.ts";
export { recoverRecording } from "./recover.ts";
export { proveThisStorage } from "./visit-ports.ts";
