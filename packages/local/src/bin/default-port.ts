// Where `npm start` listens unless told otherwise, and where `npm run token` looks.

/** Unassigned by IANA, and not the default of any tool a web developer runs. */
export const DEFAULT_PORT = 4747;
