// The engine of commit 61d016d, made by bundle.ts. Not to be edited.

// packages/core/src/errors.ts
var AppError = class extends Error {
  code;
  details;
  /**
   * @param code - the catalogue entry
   * @param message - one sentence that names the rule and the offending value
   */
  constructor(code, message, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
  }
};
function toAppError(thrown) {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError("INTERNAL", message, { cause: thrown });
}

// packages/core/src/limits.ts
var SAMPLE_RATE_HZ = 48e3;
var PACKET_SAMPLES = 960;
var LIMITS = {
  /**
   * Largest object one grant can store: 8 MiB. A 60 s segment at 64 kb/s is 0.5 MiB; the rest is
   * room for stereo at high bitrates, and bounds what a stolen grant can cost.
   */
  objectBytes: 8 * 1024 * 1024,
  /** Highest sequence: six digits in the key. */
  sequence: 999999,
  /** Segments in one call: a backlog of an hour at 5 s needs 8 calls. */
  segmentsPerCall: 100,
  /**
   * Segments in one manifest, and so in one recording, which ends there by itself: 11 hours at 2 s a
   * segment. No grant is given for more.
   */
  segmentsPerRecording: 2e4,
  /** A recording ends by itself after a day. */
  recordingHours: 24,
  /**
   * Bytes that a grant may be asked for, for each second of its sound and besides: Opus at 256 kb/s, the
   * most that our encoder is asked for, with room for the file around it. A stolen token can store no more.
   */
  segmentBytes: { perSecond: 4e4, besides: 16 * 1024 },
  /** Gaps that one manifest names, 60 bytes each. Of more, those near each other are named as one. */
  gapsPerRecording: 4e3,
  /** Characters of a title. */
  titleCharacters: 200,
  /** Shortest and longest segment a person may choose, in seconds. */
  segmentSeconds: { min: 2, max: 60, default: 5 },
  /** Largest request body the API reads: 100 segments take about 20 KiB. */
  requestBytes: 256 * 1024,
  /**
   * Largest body of `recordings.seal`: 4,000 gaps take 280 KiB, and the longest list of segments, as
   * releases before 0.2 send it, as much as the edge takes.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
   */
  sealRequestBytes: 1024 * 1024,
  /** Longest access token that is looked at; Cognito's, with a few groups, have about 1,100. */
  accessTokenCharacters: 8192,
  /**
   * Calls of one person that one instance of the API answers: so many at once, then so many each
   * second. A recorder of 2 s segments makes one in 2 s, the backlog of an hour 10 in all. Large
   * bodies count as several calls. There is no store that instances share, so this is a brake on one
   * runaway program; the firewall's rate rules are the wall.
   */
  callsPerPerson: { atOnce: 600, perSecond: 10, bytesPerCall: 32 * 1024 },
  /** How long a grant lives: long enough for a slow phone, short enough to be worthless if leaked. */
  grantExpiresInSeconds: 300,
  /** How long a URL to read a segment lives: a player asks again as it goes on. */
  readUrlExpiresInSeconds: 300,
  /** Recordings on one page of the list: each sealed one takes a HEAD. */
  recordingsPerPage: { max: 100, default: 50 },
  /** How far ahead of the server's clock a recording id may be dated, for devices set wrong. */
  recordingFutureSeconds: 24 * 60 * 60
};

// packages/recorder/src/journal/join-bytes.ts
function joinBytes(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}

// packages/recorder/src/journal/storage-error.ts
function storageError(thrown) {
  if (thrown instanceof AppError) return thrown;
  const name = thrown instanceof Error ? thrown.name : String(thrown);
  return name === "QuotaExceededError" ? new AppError("STORAGE_FULL", "The browser's storage is full.", { cause: thrown }) : new AppError("STORAGE_FAILED", `The browser's storage failed: ${name}.`, { cause: thrown });
}
async function translated(work) {
  try {
    return await work();
  } catch (thrown) {
    throw storageError(thrown);
  }
}

// packages/recorder/src/journal/indexeddb-files.ts
var APPENDS_PER_PIECE = 5;
function createIndexedDbFiles(database) {
  const piecesOf = (name) => database.getAllFromIndex("pieces", "name", name);
  const remove = (name) => translated(async () => {
    const transaction = database.transaction("pieces", "readwrite");
    const keys = await transaction.store.index("name").getAllKeys(name);
    await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
  });
  return {
    kind: "indexeddb",
    create: async (name) => {
      await remove(name);
      await translated(() => database.add("pieces", { name, bytes: new Uint8Array() }));
      return openFile(database, name);
    },
    read: (name) => translated(async () => {
      const pieces = await piecesOf(name);
      if (pieces.length === 0) return void 0;
      return joinBytes(pieces.map(({ bytes }) => bytes));
    }),
    remove,
    list: () => translated(async () => {
      const names = /* @__PURE__ */ new Set();
      const { store, done } = database.transaction("pieces");
      let cursor = await store.index("name").openKeyCursor(null, "nextunique");
      while (cursor) {
        names.add(cursor.key);
        cursor = await cursor.continue();
      }
      await done;
      return [...names].sort();
    })
  };
}
function openFile(database, name) {
  let gathered = [];
  let failure;
  let writing = Promise.resolve();
  let isClosed = false;
  async function add(bytes, durability) {
    if (failure) return;
    const transaction = database.transaction("pieces", "readwrite", { durability });
    transaction.store.add({ name, bytes }).catch(() => void 0);
    transaction.commit();
    await transaction.done;
  }
  function write(durability) {
    const bytes = joinBytes(gathered);
    gathered = [];
    writing = writing.then(() => add(bytes, durability)).catch((thrown) => {
      failure = storageError(thrown);
    });
  }
  return {
    append: (bytes) => {
      if (failure) throw failure;
      gathered.push(bytes.slice());
      if (gathered.length === APPENDS_PER_PIECE) write("relaxed");
    },
    close: async () => {
      if (!isClosed && !failure) {
        isClosed = true;
        write("strict");
      }
      await writing;
      if (failure) throw failure;
    }
  };
}

// packages/recorder/src/journal/indexeddb-records.ts
var STRICT = { durability: "strict" };
function createIndexedDbRecords(database) {
  return {
    putRecording: (record) => translated(async () => {
      const transaction = database.transaction("recordings", "readwrite", STRICT);
      await Promise.all([transaction.store.put(record), transaction.done]);
    }),
    recordings: (owner) => (
      // By primary key within the index: ids sort by time.
      translated(() => database.getAllFromIndex("recordings", "owner", owner))
    ),
    putSegments: (records) => translated(async () => {
      const transaction = database.transaction("segments", "readwrite", STRICT);
      const puts = records.map((record) => transaction.store.put(record));
      await Promise.all([...puts, transaction.done]);
    }),
    segments: (recordingId) => translated(() => database.getAll("segments", rangeOf(recordingId))),
    removeRecording: (recordingId) => translated(async () => {
      const transaction = database.transaction(["recordings", "segments"], "readwrite", STRICT);
      await Promise.all([
        transaction.objectStore("segments").delete(rangeOf(recordingId)),
        transaction.objectStore("recordings").delete(recordingId),
        transaction.done
      ]);
    })
  };
}
function rangeOf(recordingId) {
  return IDBKeyRange.bound([recordingId, 0], [recordingId, Infinity]);
}

// node_modules/idb/build/index.js
var instanceOfAny = (object, constructors) => constructors.some((c) => object instanceof c);
var idbProxyableTypes;
var cursorAdvanceMethods;
function getIdbProxyableTypes() {
  return idbProxyableTypes || (idbProxyableTypes = [
    IDBIndex,
    IDBObjectStore,
    IDBCursor,
    IDBDatabase,
    IDBTransaction
  ]);
}
function getCursorAdvanceMethods() {
  return cursorAdvanceMethods || (cursorAdvanceMethods = ["advance", "continue", "continuePrimaryKey"].map((method) => IDBCursor.prototype[method]));
}
var transactionDoneMap = /* @__PURE__ */ new WeakMap();
var transformCache = /* @__PURE__ */ new WeakMap();
var reverseTransformCache = /* @__PURE__ */ new WeakMap();
function promisifyRequest(request) {
  const promise = new Promise((resolve, reject) => {
    const unlisten = () => {
      request.removeEventListener("success", success);
      request.removeEventListener("error", error);
    };
    const success = () => {
      resolve(wrap(request.result));
      unlisten();
    };
    const error = () => {
      reject(request.error);
      unlisten();
    };
    request.addEventListener("success", success);
    request.addEventListener("error", error);
  });
  reverseTransformCache.set(promise, request);
  return promise;
}
function cacheDonePromiseForTransaction(tx) {
  if (transactionDoneMap.has(tx))
    return;
  const done = new Promise((resolve, reject) => {
    const unlisten = () => {
      tx.removeEventListener("complete", complete);
      tx.removeEventListener("error", error);
      tx.removeEventListener("abort", error);
    };
    const complete = () => {
      resolve();
      unlisten();
    };
    const error = () => {
      reject(tx.error || new DOMException("AbortError", "AbortError"));
      unlisten();
    };
    tx.addEventListener("complete", complete);
    tx.addEventListener("error", error);
    tx.addEventListener("abort", error);
  });
  transactionDoneMap.set(tx, done);
}
var idbProxyTraps = {
  get(target, prop, receiver) {
    if (target instanceof IDBTransaction) {
      if (prop === "done")
        return transactionDoneMap.get(target);
      if (prop === "store") {
        return receiver.objectStoreNames[1] ? void 0 : receiver.objectStore(receiver.objectStoreNames[0]);
      }
    }
    return wrap(target[prop]);
  },
  set(target, prop, value) {
    target[prop] = value;
    return true;
  },
  has(target, prop) {
    if (target instanceof IDBTransaction && (prop === "done" || prop === "store")) {
      return true;
    }
    return prop in target;
  }
};
function replaceTraps(callback) {
  idbProxyTraps = callback(idbProxyTraps);
}
function wrapFunction(func) {
  if (getCursorAdvanceMethods().includes(func)) {
    return function(...args) {
      func.apply(unwrap(this), args);
      return wrap(this.request);
    };
  }
  return function(...args) {
    return wrap(func.apply(unwrap(this), args));
  };
}
function transformCachableValue(value) {
  if (typeof value === "function")
    return wrapFunction(value);
  if (value instanceof IDBTransaction)
    cacheDonePromiseForTransaction(value);
  if (instanceOfAny(value, getIdbProxyableTypes()))
    return new Proxy(value, idbProxyTraps);
  return value;
}
function wrap(value) {
  if (value instanceof IDBRequest)
    return promisifyRequest(value);
  if (transformCache.has(value))
    return transformCache.get(value);
  const newValue = transformCachableValue(value);
  if (!Object.is(newValue, value)) {
    transformCache.set(value, newValue);
    reverseTransformCache.set(newValue, value);
  }
  return newValue;
}
var unwrap = (value) => reverseTransformCache.get(value);
function openDB(name, version, { blocked, upgrade, blocking, terminated } = {}) {
  const request = indexedDB.open(name, version);
  const openPromise = wrap(request);
  if (upgrade) {
    request.addEventListener("upgradeneeded", (event) => {
      upgrade(wrap(request.result), event.oldVersion, event.newVersion, wrap(request.transaction), event);
    });
  }
  if (blocked) {
    request.addEventListener("blocked", (event) => blocked(
      // Casting due to https://github.com/microsoft/TypeScript-DOM-lib-generator/pull/1405
      event.oldVersion,
      event.newVersion,
      event
    ));
  }
  openPromise.then((db) => {
    if (terminated)
      db.addEventListener("close", () => terminated());
    if (blocking) {
      db.addEventListener("versionchange", (event) => blocking(event.oldVersion, event.newVersion, event));
    }
  }).catch(() => {
  });
  return openPromise;
}
var readMethods = ["get", "getKey", "getAll", "getAllKeys", "count"];
var writeMethods = ["put", "add", "delete", "clear"];
var cachedMethods = {};
function getMethod(target, prop) {
  if (!(target instanceof IDBDatabase && !(prop in target) && typeof prop === "string")) {
    return;
  }
  if (cachedMethods[prop])
    return cachedMethods[prop];
  const targetFuncName = prop.replace(/FromIndex$/, "");
  const useIndex = prop !== targetFuncName;
  const isWrite = writeMethods.includes(targetFuncName);
  if (
    // Bail if the target doesn't exist on the target. Eg, getAll isn't in Edge.
    !(targetFuncName in (useIndex ? IDBIndex : IDBObjectStore).prototype) || !(isWrite || readMethods.includes(targetFuncName))
  ) {
    return;
  }
  const method = async function(storeName, ...args) {
    const tx = this.transaction(storeName, isWrite ? "readwrite" : "readonly");
    let target2 = tx.store;
    if (useIndex)
      target2 = target2.index(args.shift());
    return (await Promise.all([
      target2[targetFuncName](...args),
      isWrite && tx.done
    ]))[0];
  };
  return cachedMethods[prop] = method;
}
replaceTraps((oldTraps) => ({
  ...oldTraps,
  get: (target, prop, receiver) => getMethod(target, prop) || oldTraps.get(target, prop, receiver),
  has: (target, prop) => !!getMethod(target, prop) || oldTraps.has(target, prop)
}));
var advanceMethodProps = ["advance", "continue", "continuePrimaryKey"];
var methodMap = {};
var advanceResults = /* @__PURE__ */ new WeakMap();
var ittrProxiedCursorToOriginalProxy = /* @__PURE__ */ new WeakMap();
var cursorIteratorTraps = {
  get(target, prop) {
    if (!advanceMethodProps.includes(prop))
      return target[prop];
    let cachedFunc = methodMap[prop];
    if (!cachedFunc) {
      cachedFunc = methodMap[prop] = function(...args) {
        advanceResults.set(this, ittrProxiedCursorToOriginalProxy.get(this)[prop](...args));
      };
    }
    return cachedFunc;
  }
};
async function* iterate(...args) {
  let cursor = this;
  if (!(cursor instanceof IDBCursor)) {
    cursor = await cursor.openCursor(...args);
  }
  if (!cursor)
    return;
  cursor = cursor;
  const proxiedCursor = new Proxy(cursor, cursorIteratorTraps);
  ittrProxiedCursorToOriginalProxy.set(proxiedCursor, cursor);
  reverseTransformCache.set(proxiedCursor, unwrap(cursor));
  while (cursor) {
    yield proxiedCursor;
    cursor = await (advanceResults.get(proxiedCursor) || cursor.continue());
    advanceResults.delete(proxiedCursor);
  }
}
function isIteratorProp(target, prop) {
  return prop === Symbol.asyncIterator && instanceOfAny(target, [IDBIndex, IDBObjectStore, IDBCursor]) || prop === "iterate" && instanceOfAny(target, [IDBIndex, IDBObjectStore]);
}
replaceTraps((oldTraps) => ({
  ...oldTraps,
  get(target, prop, receiver) {
    if (isIteratorProp(target, prop))
      return iterate;
    return oldTraps.get(target, prop, receiver);
  },
  has(target, prop) {
    return isIteratorProp(target, prop) || oldTraps.has(target, prop);
  }
}));

// packages/recorder/src/journal/journal-database.ts
var DATABASE = "tapedeck";
var upgrades = [
  (database) => {
    database.createObjectStore("recordings", { keyPath: "recordingId" });
    database.createObjectStore("segments", { keyPath: ["recordingId", "sequence"] });
  },
  // Several people on one device: each sees their own. And a place for sound without OPFS.
  (database, transaction) => {
    transaction.objectStore("recordings").createIndex("owner", "owner");
    database.createObjectStore("pieces", { autoIncrement: true }).createIndex("name", "name");
  }
];
async function openJournalDatabase(options) {
  const blocked = Promise.withResolvers();
  const opening = translated(
    async () => openDB(DATABASE, upgrades.length, {
      upgrade: (database, oldVersion, _newVersion, transaction) => {
        for (const upgrade of upgrades.slice(oldVersion)) upgrade(database, transaction);
      },
      blocked: () => {
        blocked.reject(
          new AppError("STORAGE_FAILED", "Another tab runs an older version. Close or reload it.")
        );
      },
      blocking: (_current, _blocked, event) => {
        if (options.onUpgrade === "hold") return;
        if (event.target instanceof IDBDatabase) event.target.close();
        options.onClosed?.();
      },
      terminated: () => options.onClosed?.()
    })
  );
  try {
    return await Promise.race([opening, blocked.promise]);
  } catch (thrown) {
    opening.then((database) => database.close()).catch(() => void 0);
    throw thrown;
  }
}

// packages/recorder/src/journal/memory-files.ts
function createMemoryFiles(kind = "memory") {
  const files = /* @__PURE__ */ new Map();
  return {
    kind,
    create: async (name) => {
      const pieces = [];
      files.set(name, pieces);
      return {
        append: (bytes) => {
          pieces.push(bytes.slice());
        },
        close: async () => void 0
      };
    },
    read: async (name) => {
      const pieces = files.get(name);
      return pieces && joinBytes(pieces);
    },
    remove: async (name) => {
      files.delete(name);
    },
    list: async () => [...files.keys()].sort()
  };
}

// packages/recorder/src/journal/memory-records.ts
function createMemoryRecords() {
  const recordings = /* @__PURE__ */ new Map();
  const segments = /* @__PURE__ */ new Map();
  return {
    putRecording: async (record) => {
      recordings.set(record.recordingId, record);
    },
    recordings: async (owner) => [...recordings.values()].filter((record) => record.owner === owner).sort((a, b) => a.recordingId < b.recordingId ? -1 : 1),
    putSegments: async (records) => {
      for (const record of records) {
        const known = segments.get(record.recordingId) ?? /* @__PURE__ */ new Map();
        segments.set(record.recordingId, known.set(record.sequence, record));
      }
    },
    segments: async (recordingId) => [...segments.get(recordingId)?.values() ?? []].sort((a, b) => a.sequence - b.sequence),
    removeRecording: async (recordingId) => {
      recordings.delete(recordingId);
      segments.delete(recordingId);
    }
  };
}

// packages/recorder/src/journal/opfs-files.ts
var FOLDER = "tapedeck-journal";
var APPENDS_PER_FLUSH = 50;
var READ_ATTEMPTS = 20;
async function openOpfsFiles() {
  const folder = await translated(async () => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(FOLDER, { create: true });
  });
  return {
    kind: "opfs",
    create: (name) => translated(async () => {
      const file = await folder.getFileHandle(name, { create: true });
      const handle = await file.createSyncAccessHandle();
      try {
        handle.truncate(0);
      } catch (thrown) {
        handle.close();
        throw thrown;
      }
      return openFile2(handle);
    }),
    read: (name) => translated(async () => {
      try {
        const handle = await folder.getFileHandle(name);
        return await readWhole(handle);
      } catch (thrown) {
        if (isNamed(thrown, "NotFoundError")) return void 0;
        throw thrown;
      }
    }),
    remove: (name) => translated(
      () => folder.removeEntry(name).catch((thrown) => {
        if (!isNamed(thrown, "NotFoundError")) throw thrown;
      })
    ),
    list: () => translated(async () => {
      const names = [];
      for await (const name of folder.keys()) names.push(name);
      return names.sort();
    })
  };
}
function openFile2(handle) {
  let sizeBytes = 0;
  let unflushed = 0;
  let isClosed = false;
  return {
    append: (bytes) => {
      try {
        const written = handle.write(bytes, { at: sizeBytes });
        if (written !== bytes.length) throw new DOMException("no room", "QuotaExceededError");
        sizeBytes += written;
        unflushed += 1;
        if (unflushed < APPENDS_PER_FLUSH) return;
        unflushed = 0;
        handle.flush();
      } catch (thrown) {
        throw storageError(thrown);
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      try {
        handle.flush();
      } catch (thrown) {
        throw storageError(thrown);
      } finally {
        handle.close();
      }
    }
  };
}
async function readWhole(handle) {
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await handle.getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (thrown) {
      if (!isNamed(thrown, "NotReadableError") || attempt === READ_ATTEMPTS) throw thrown;
    }
  }
}
function isNamed(thrown, name) {
  return thrown instanceof DOMException && thrown.name === name;
}

// packages/recorder/src/journal/choose-files.ts
async function openJournalReader(onClosed) {
  const database = await openJournalDatabase({ onUpgrade: "yield", onClosed });
  const inDatabase2 = createIndexedDbFiles(database);
  const inFolder = await openOpfsFiles().catch(() => void 0);
  return {
    records: createIndexedDbRecords(database),
    files: (kind) => {
      if (kind === "indexeddb") return inDatabase2;
      if (kind === "opfs" && inFolder) return inFolder;
      throw new AppError("STORAGE_FAILED", `This browser does not give back its ${kind} files.`);
    }
  };
}

// packages/core/src/error-catalogue.ts
var entry = (happened, mendedBy, retry, wire) => ({ happened, mendedBy, retry, wire });
var catalogue = {
  // Input
  INPUT_INVALID: entry("A field breaks a rule of the contract.", "caller", "never", "BAD_REQUEST"),
  BODY_NOT_JSON: entry("The request body is not JSON.", "caller", "never", "PARSE_ERROR"),
  REQUEST_TOO_LARGE: entry(
    "The request body is above the limit.",
    "caller",
    "never",
    "PAYLOAD_TOO_LARGE"
  ),
  PROCEDURE_UNKNOWN: entry("There is no procedure of that name.", "caller", "never", "NOT_FOUND"),
  ROUTE_UNKNOWN: entry("There is nothing at that address.", "caller", "never", "NOT_FOUND"),
  METHOD_UNSUPPORTED: entry(
    "The address exists, but not for this HTTP method.",
    "caller",
    "never",
    "METHOD_NOT_SUPPORTED"
  ),
  RECORDING_FROM_FUTURE: entry(
    "The recording id is dated more than a day ahead of the server's clock.",
    "person",
    "never",
    "BAD_REQUEST"
  ),
  KEY_INVALID: entry(
    "An object key does not follow the layout of the bucket.",
    "caller",
    "never",
    "UNPROCESSABLE_CONTENT"
  ),
  WEBM_INVALID: entry(
    "The bytes are not a WebM/Opus file that this product can read.",
    "caller",
    "never",
    "UNPROCESSABLE_CONTENT"
  ),
  // Who is asking
  NOT_SIGNED_IN: entry("The request carries no access token.", "person", "sign-in", "UNAUTHORIZED"),
  TOKEN_EXPIRED: entry("The access token has expired.", "caller", "sign-in", "UNAUTHORIZED"),
  TOKEN_REFUSED: entry(
    "The access token is not one of ours: signature, issuer, client or use is wrong.",
    "caller",
    "sign-in",
    "UNAUTHORIZED"
  ),
  IDENTITY_REFUSED: entry(
    "A claim that becomes part of an object key holds characters that keys must not have.",
    "operator",
    "never",
    "FORBIDDEN"
  ),
  SCOPE_MISSING: entry(
    "The access token was not given the scope that this procedure needs.",
    "caller",
    "never",
    "FORBIDDEN"
  ),
  ORIGIN_REFUSED: entry(
    "The request comes from a site that is not on the allow-list.",
    "caller",
    "never",
    "FORBIDDEN"
  ),
  SIGN_IN_FAILED: entry("The sign-in could not be completed.", "person", "sign-in", "UNAUTHORIZED"),
  COOKIES_BLOCKED: entry(
    "The browser sent no cookie back: it keeps none for this site, or the sign-in began elsewhere.",
    "person",
    "sign-in",
    "UNAUTHORIZED"
  ),
  COOKIE_TOO_LARGE: entry("A session fits into no cookie.", "operator", "backoff", "FORBIDDEN"),
  SIGN_IN_CANCELLED: entry(
    "The person, or the provider they chose, ended the sign-in.",
    "person",
    "sign-in",
    "UNAUTHORIZED"
  ),
  // Between browser and bucket
  OFFLINE: entry("The device has no network.", "person", "wait-online", null),
  CONNECTION_LOST: entry("The connection broke before an answer came.", "nobody", "backoff", null),
  TIMEOUT: entry("No answer came in time.", "nobody", "backoff", null),
  GRANT_EXPIRED: entry("The presigned URL is past its expiry.", "nobody", "presign-again", null),
  UPLOAD_REFUSED: entry(
    "The bucket refused the upload, in S3's own words.",
    "operator",
    "rehash",
    null
  ),
  BUCKET_BLOCKED: entry(
    "The API answers, but something between the browser and the bucket does not let the upload through.",
    "operator",
    "backoff",
    null
  ),
  SERVICE_BLOCKED: entry(
    "Something between the browser and the API answered in the API's place.",
    "person",
    "backoff",
    null
  ),
  CHECKSUM_MISMATCH: entry(
    "S3 received bytes that do not have the announced SHA-256.",
    "nobody",
    "rehash",
    null
  ),
  CHECKSUM_ABSENT: entry(
    "The store gives no SHA-256 of an object, so the object cannot be verified.",
    "operator",
    "backoff",
    "SERVICE_UNAVAILABLE"
  ),
  OBJECT_EXISTS: entry(
    "Another object is already stored under this key; nothing was overwritten.",
    "person",
    "verify",
    "CONFLICT"
  ),
  // The whole recording
  RECORDING_INCOMPLETE: entry(
    "Segments that the manifest would name are not in the bucket.",
    "person",
    "backoff",
    "UNPROCESSABLE_CONTENT"
  ),
  RECORDING_ALTERED: entry(
    "Segments in the bucket are not the ones that the manifest would name.",
    "person",
    "person",
    "CONFLICT"
  ),
  RECORDING_SEALED: entry(
    "The recording is sealed already, and with other segments than these.",
    "person",
    "person",
    "CONFLICT"
  ),
  RECORDING_NOT_FOUND: entry(
    "There is no sealed recording, and no upload, of that id under your prefix.",
    "caller",
    "never",
    "NOT_FOUND"
  ),
  RECORDING_CHANGING: entry("Others keep changing it.", "caller", "backoff", "CONFLICT"),
  RECORDING_DELETED: entry("The recording was deleted.", "nobody", "never", "CONFLICT"),
  MANIFEST_INVALID: entry(
    "What is stored as the manifest of the recording is not one of ours.",
    "person",
    "person",
    "CONFLICT"
  ),
  // What we depend on
  THROTTLED: entry("Too many requests for the moment.", "nobody", "backoff", "TOO_MANY_REQUESTS"),
  SERVICE_UNAVAILABLE: entry(
    "The service, or one that it needs, does not answer for the moment.",
    "nobody",
    "backoff",
    "SERVICE_UNAVAILABLE"
  ),
  // The device
  MIC_DENIED: entry("The browser or the person refused the microphone.", "person", "person", null),
  MIC_ABSENT: entry("No microphone was found.", "person", "person", null),
  MIC_BUSY: entry(
    "The microphone could not be started, or gave no sound.",
    "person",
    "person",
    null
  ),
  MIC_LOST: entry("The microphone went away while recording.", "person", "person", null),
  AUDIO_SUSPENDED: entry(
    "The browser did not let its audio run, so no sound came from the microphone.",
    "person",
    "person",
    null
  ),
  APP_UPDATED: entry(
    "A file of the page is gone: the app was updated since the page was loaded.",
    "person",
    "person",
    null
  ),
  APP_INCOMPLETE: entry("A file of the page could not be loaded.", "person", "person", null),
  RECORDING_UNSUPPORTED: entry(
    "This browser lacks what recording needs.",
    "person",
    "person",
    null
  ),
  ENCODER_FAILED: entry("The browser's audio encoder failed.", "person", "person", null),
  RECORDING_TOO_LONG: entry(
    "The recording has as many segments as a manifest may name, or a day is over.",
    "person",
    "person",
    null
  ),
  STORAGE_FULL: entry("This device has no room left for sound.", "person", "person", null),
  STORAGE_FAILED: entry(
    "This device did not keep or give back what it was asked to.",
    "person",
    "backoff",
    null
  ),
  SEGMENT_DAMAGED: entry(
    "This device has lost a part of a segment that is not in the bucket.",
    "person",
    "never",
    null
  ),
  SEGMENT_MISSING: entry(
    "A segment is neither on this device nor in the bucket.",
    "person",
    "backoff",
    null
  ),
  // A bug: the message stays in the log
  INTERNAL: entry("Something broke on our side.", "operator", "backoff", "INTERNAL_SERVER_ERROR")
};
var errorCatalogue = catalogue;

// packages/core/src/retry.ts
var BASE_DELAY_MS = 500;
var MAX_DELAY_MS = 6e4;
function decideRetry(failed) {
  switch (errorCatalogue[failed.code].retry) {
    case "never":
    case "person":
      return { kind: "give-up" };
    case "sign-in":
      return { kind: "wait-sign-in" };
    case "wait-online":
      return { kind: "wait-online" };
    case "verify":
      return { kind: "verify" };
    case "rehash":
      return { kind: "rehash", inMs: soonMs(failed) };
    case "presign-again":
      return { kind: "presign-again", inMs: soonMs(failed) };
    case "backoff":
      if (!failed.online) return { kind: "wait-online" };
      return { kind: "retry", inMs: delayMs(failed) };
  }
}
function soonMs(failed) {
  return failed.attempt === 0 ? failed.retryAfterMs ?? 0 : delayMs(failed);
}
function delayMs({ attempt, random01, retryAfterMs: retryAfterMs2 = 0 }) {
  const step = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  return Math.max(retryAfterMs2, Math.round(random01 * step));
}

// packages/core/src/retry-after.ts
function retryAfterMs(header) {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1e3 : void 0;
}

// packages/core/src/foreign-answer.ts
var AWAY = /* @__PURE__ */ new Set([500, 502, 503, 504]);
var BLOCKED = {
  bucket: "BUCKET_BLOCKED",
  service: "SERVICE_BLOCKED"
};
function foreignAnswerError(asked, { status, retryAfter }) {
  const code = meaningOf(asked, status);
  const waitMs = waitOf(code, retryAfter);
  return new AppError(code, `Something else than the ${asked} answered with ${status}.`, {
    details: {
      status,
      // A stranger may slow us down, but not for longer than we would wait by ourselves.
      ...waitMs === void 0 ? {} : { retryAfterMs: Math.min(waitMs, MAX_DELAY_MS) }
    }
  });
}
function waitOf(code, retryAfter) {
  const isBusy = code === "THROTTLED" || code === "SERVICE_UNAVAILABLE";
  return isBusy ? retryAfterMs(retryAfter) : void 0;
}
function meaningOf(asked, status) {
  if (status === 408) return "TIMEOUT";
  if (status === 429) return "THROTTLED";
  return AWAY.has(status) ? "SERVICE_UNAVAILABLE" : BLOCKED[asked];
}

// packages/recorder/src/s3-refusal.ts
var MEANING = {
  // The signer's own credentials ran out before the URL did.
  ExpiredToken: "GRANT_EXPIRED",
  BadDigest: "CHECKSUM_MISMATCH",
  InvalidDigest: "CHECKSUM_MISMATCH",
  XAmzContentChecksumMismatch: "CHECKSUM_MISMATCH",
  PreconditionFailed: "OBJECT_EXISTS",
  // Another PUT of the same key was under way: S3 asks to send it again.
  ConditionalRequestConflict: "SERVICE_UNAVAILABLE",
  OperationAborted: "SERVICE_UNAVAILABLE",
  SlowDown: "THROTTLED",
  RequestTimeout: "TIMEOUT",
  IncompleteBody: "CONNECTION_LOST"
};
function refusalOf(answer) {
  const { status, body, retryAfter } = answer;
  if (status === 200 && body.trim() === "") return void 0;
  const s3Code = S3_ERROR.test(body) ? textOf("Code", body) : "";
  if (s3Code !== "") return refusedByS3(s3Code, answer);
  if (status === 412) return new AppError("OBJECT_EXISTS", "The upload was answered with 412.");
  return foreignAnswerError("bucket", { status, retryAfter });
}
var S3_ERROR = /^\s*(<\?xml[^>]*\?>\s*)?<Error[\s>]/;
function refusedByS3(s3Code, { status, body, retryAfter }) {
  const code = meaningOf2(status, s3Code, textOf("Message", body));
  const requestId = textOf("RequestId", body);
  const waitMs = waitOf(code, retryAfter);
  return new AppError(code, `S3 answered the upload with ${status} ${s3Code}.`, {
    details: {
      status,
      s3Code,
      ...requestId === "" ? {} : { requestId },
      ...waitMs === void 0 ? {} : { retryAfterMs: waitMs }
    }
  });
}
function meaningOf2(status, s3Code, message) {
  if (s3Code === "AccessDenied" && /expired/i.test(message)) return "GRANT_EXPIRED";
  if (Object.hasOwn(MEANING, s3Code)) return MEANING[s3Code] ?? "UPLOAD_REFUSED";
  if (status === 412) return "OBJECT_EXISTS";
  if (status === 429) return "THROTTLED";
  if (status === 408) return "TIMEOUT";
  return status >= 500 && status !== 501 ? "SERVICE_UNAVAILABLE" : "UPLOAD_REFUSED";
}
function textOf(element2, xml) {
  return new RegExp(`<${element2}>([^<]{1,200})</${element2}>`).exec(xml)?.[1] ?? "";
}

// packages/recorder/src/fetch-put-object.ts
var LIMIT_MS = 6e4;
function createFetchPutObject(ports) {
  return async ({ grant, bytes, signal }) => {
    signal.throwIfAborted();
    const tooLong2 = new AbortController();
    const cancelTimer = ports.setTimer(LIMIT_MS, () => {
      const limit = `${LIMIT_MS / 1e3} s`;
      tooLong2.abort(new AppError("TIMEOUT", `The upload took longer than ${limit}.`));
    });
    try {
      const refusal = refusalOf(await send());
      if (refusal !== void 0) throw refusal;
    } finally {
      cancelTimer();
    }
    async function send() {
      try {
        const response = await ports.fetch(grant.url, {
          method: "PUT",
          headers: grant.headers,
          body: bytes,
          signal: AbortSignal.any([signal, tooLong2.signal]),
          // What was granted is one request to one place, by the URL alone.
          redirect: "error",
          credentials: "omit",
          cache: "no-store"
        });
        const retryAfter = response.headers.get("retry-after");
        return { status: response.status, body: await response.text(), retryAfter };
      } catch (cause) {
        signal.throwIfAborted();
        tooLong2.signal.throwIfAborted();
        throw new AppError("CONNECTION_LOST", "The upload's connection broke.", { cause });
      }
    }
  };
}

// packages/recorder/src/put-object.ts
var STALLED_AFTER_MS = 3e4;
function createPutObject(ports) {
  const { createRequest, setTimer: setTimer2 } = ports;
  return async ({ grant, bytes, onProgress, signal }) => {
    signal.throwIfAborted();
    const answer = Promise.withResolvers();
    const request = createRequest();
    let cancelStallTimer = () => {
    };
    const abort = () => {
      request.abort();
      answer.reject(signal.reason);
    };
    const giveUpWhenStalled = () => {
      cancelStallTimer();
      cancelStallTimer = setTimer2(STALLED_AFTER_MS, () => {
        request.abort();
        const limit = `${STALLED_AFTER_MS / 1e3} s`;
        answer.reject(new AppError("TIMEOUT", `The upload stood still for ${limit}.`));
      });
    };
    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded }) => {
      giveUpWhenStalled();
      onProgress(loaded);
    });
    request.addEventListener("load", () => {
      const { status, responseText: body } = request;
      const retryAfter = status === 200 ? null : request.getResponseHeader("retry-after");
      const refusal = refusalOf({ status, body, retryAfter });
      if (refusal === void 0) answer.resolve();
      else answer.reject(refusal);
    });
    request.addEventListener("error", () => {
      answer.reject(new AppError("CONNECTION_LOST", "The upload's connection broke."));
    });
    request.open("PUT", grant.url);
    for (const [name, value] of Object.entries(grant.headers)) {
      request.setRequestHeader(name, value);
    }
    giveUpWhenStalled();
    request.send(bytes);
    try {
      await answer.promise;
    } finally {
      cancelStallTimer();
      signal.removeEventListener("abort", abort);
    }
  };
}

// packages/recorder/src/storage-proof.ts
function hasOutlivedRestart(mark, cookies) {
  return mark === "proven" || mark === "visited" && cookies.lasting && !cookies.session;
}
async function proveStorage({ mark, cookies }) {
  const found = await mark.read();
  if (hasOutlivedRestart(found, cookies.read())) {
    if (found !== "proven") await mark.write("proven");
    return true;
  }
  for (const name of ["session", "lasting"]) {
    cookies.set(name);
    if (!cookies.read()[name]) return false;
  }
  if (found === "none") await mark.write("visited");
  return false;
}

// packages/recorder/src/sha256.ts
async function sha256Base64(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

// packages/recorder/src/visit-ports.ts
var DATABASE2 = "tapedeck-visits";
var KEY = "mark";
var NAMES = {
  session: "tapedeck-visit",
  lasting: "tapedeck-visited"
};
var LASTING_SECONDS = 400 * 24 * 60 * 60;
var AGES = {
  session: "",
  lasting: `; Max-Age=${LASTING_SECONDS}`
};
var browserVisit = {
  mark: {
    read: () => inDatabase(async (database) => await database.get("marks", KEY) ?? "none"),
    write: (mark) => inDatabase(async (database) => {
      await database.put("marks", mark, KEY);
    })
  },
  cookies: {
    read: () => ({ session: hasCookie("session"), lasting: hasCookie("lasting") }),
    set: (name) => {
      document.cookie = `${NAMES[name]}=1; Path=/; Secure; SameSite=Strict${AGES[name]}`;
    }
  }
};
function hasCookie(name) {
  return document.cookie.split("; ").includes(`${NAMES[name]}=1`);
}
async function inDatabase(use) {
  const database = await openDB(DATABASE2, 1, {
    upgrade: (created) => {
      created.createObjectStore("marks");
    }
  });
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

// packages/recorder/src/environment.ts
var setTimer = (delayMs2, callback) => {
  const timer = setTimeout(callback, delayMs2);
  return () => {
    clearTimeout(timer);
  };
};
var lock = async (name, signal) => {
  const granted = Promise.withResolvers();
  navigator.locks.request(name, { signal }, () => {
    const held = Promise.withResolvers();
    granted.resolve(held.resolve);
    return held.promise;
  }).catch(granted.reject);
  return granted.promise;
};
var openChannel = (name, onMessage) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }) => onMessage(data);
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close()
  };
};
var storageManager = () => navigator.storage ?? {};
var browserEnvironment = {
  clock: { nowMicros: () => Date.now() * 1e3 },
  setTimer,
  random01: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  sha256: sha256Base64,
  isOnline: () => navigator.onLine,
  onWake: (listener) => {
    const whenVisible = () => {
      if (document.visibilityState === "visible") listener();
    };
    addEventListener("online", listener);
    document.addEventListener("visibilitychange", whenVisible);
    return () => {
      removeEventListener("online", listener);
      document.removeEventListener("visibilitychange", whenVisible);
    };
  },
  putObject: createPutObject({ createRequest: () => new XMLHttpRequest(), setTimer }),
  lock,
  openChannel,
  openStorage: openJournalReader,
  estimateStorage: async () => {
    const { usage, quota } = await storageManager().estimate?.() ?? {};
    return usage === void 0 || quota === void 0 ? void 0 : { usageBytes: usage, quotaBytes: quota };
  },
  storageLasts: () => proveStorage(browserVisit),
  persistStorage: async () => await storageManager().persist?.() ?? false
};
var serviceWorkerEnvironment = {
  ...browserEnvironment,
  putObject: createFetchPutObject({ fetch: (url, init) => fetch(url, init), setTimer })
};

// packages/core/src/quote.ts
var MAX_LENGTH = 60;
function quote(value) {
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 200)) : describe(value);
  const printable = text.replace(/[^\x20-\x7e]/g, (char) => `\\u${hex(char.charCodeAt(0))}`);
  return printable.length > MAX_LENGTH ? `${printable.slice(0, MAX_LENGTH)}\u2026` : printable;
}
function describe(value) {
  if (value === void 0) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return String(value);
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
function hex(code) {
  return code.toString(16).padStart(4, "0");
}

// packages/core/src/webm/elements.ts
var EBML = 440786851;
var EBMLVersion = 17030;
var EBMLReadVersion = 17143;
var EBMLMaxIDLength = 17138;
var EBMLMaxSizeLength = 17139;
var DocType = 17026;
var DocTypeVersion = 17031;
var DocTypeReadVersion = 17029;
var Segment = 408125543;
var SeekHead = 290298740;
var Chapters = 272869232;
var Attachments = 423732329;
var Tags = 307544935;
var Info = 357149030;
var TimestampScale = 2807729;
var Duration = 17545;
var MuxingApp = 19840;
var WritingApp = 22337;
var Tracks = 374648427;
var TrackEntry = 174;
var TrackNumber = 215;
var TrackUID = 29637;
var TrackType = 131;
var FlagLacing = 156;
var Language = 2274716;
var CodecID = 134;
var CodecPrivate = 25506;
var CodecDelay = 22186;
var SeekPreRoll = 22203;
var ContentEncodings = 28032;
var Audio = 225;
var SamplingFrequency = 181;
var Channels = 159;
var Cluster = 524531317;
var Timestamp = 231;
var SimpleBlock = 163;
var BlockGroup = 160;
var Block = 161;
var DiscardPadding = 30114;
var Cues = 475249515;
var CuePoint = 187;
var CueTime = 179;
var CueTrackPositions = 183;
var CueTrack = 247;
var CueClusterPosition = 241;

// packages/core/src/webm/webm-invalid.ts
function webmInvalid(rule, offset) {
  return new AppError("WEBM_INVALID", `${rule}, at byte ${offset}.`, { details: { offset } });
}

// packages/core/src/webm/ebml-read.ts
var MAX_ID_BYTES = 4;
var MAX_SIZE_BYTES = 8;
var MAX_TEXT_BYTES = 32;
function readElement(bytes, offset, limit) {
  const idBytes = vintWidth(bytes, offset, limit, MAX_ID_BYTES);
  const id = bigEndian(bytes, offset, idBytes);
  const sizeOffset = offset + idBytes;
  const sizeBytes = vintWidth(bytes, sizeOffset, limit, MAX_SIZE_BYTES);
  const marker = 2 ** (7 * sizeBytes);
  const size = bigEndian(bytes, sizeOffset, sizeBytes) - marker;
  const dataOffset = sizeOffset + sizeBytes;
  if (size === marker - 1) {
    if (id !== Segment && id !== Cluster) {
      throw webmInvalid("Only a Segment or Cluster may leave its size unknown", offset);
    }
    return { id, offset, dataOffset, endOffset: limit, hasKnownSize: false };
  }
  const endOffset = dataOffset + size;
  if (endOffset > limit) {
    throw webmInvalid(
      `An element must end within its parent: ${limit - dataOffset} bytes are left, it claims ${size}`,
      offset
    );
  }
  return { id, offset, dataOffset, endOffset, hasKnownSize: true };
}
function* childrenOf(bytes, parent) {
  let offset = parent.dataOffset;
  while (offset < parent.endOffset) {
    const element2 = readElement(bytes, offset, parent.endOffset);
    yield element2;
    offset = element2.endOffset;
  }
}
function readUint(bytes, element2) {
  const value = bigEndian(bytes, element2.dataOffset, integerWidth(element2));
  if (Number.isSafeInteger(value)) return value;
  throw webmInvalid(`An integer must be below 2^53, got ${value}`, element2.offset);
}
function readInt(bytes, element2) {
  const width = integerWidth(element2);
  const unsigned = bigEndian(bytes, element2.dataOffset, width);
  const isNegative = width > 0 && (bytes[element2.dataOffset] ?? 0) >= 128;
  const value = isNegative ? unsigned - 256 ** width : unsigned;
  if (Number.isSafeInteger(value)) return value;
  throw webmInvalid(`An integer must be within \xB12^53, got ${value}`, element2.offset);
}
function readFloat(bytes, element2) {
  const { dataOffset, endOffset } = element2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (endOffset - dataOffset) {
    case 0:
      return 0;
    case 4:
      return view.getFloat32(dataOffset);
    case 8:
      return view.getFloat64(dataOffset);
    default:
      throw webmInvalid(
        `A float must have 0, 4 or 8 bytes, got ${endOffset - dataOffset}`,
        element2.offset
      );
  }
}
function readText(bytes, { dataOffset, endOffset }) {
  const text = bytes.subarray(dataOffset, Math.min(endOffset, dataOffset + MAX_TEXT_BYTES));
  return String.fromCharCode(...text).replace(/\0+$/, "");
}
function vintWidth(bytes, offset, limit, maxBytes) {
  if (offset >= limit) throw webmInvalid("An element must not end within its header", offset);
  const width = Math.clz32(bytes[offset] ?? 0) - 23;
  if (width > maxBytes) {
    throw webmInvalid(`A field of variable size must have at most ${maxBytes} bytes`, offset);
  }
  if (offset + width > limit) {
    throw webmInvalid("An element must not end within its header", offset);
  }
  return width;
}
function bigEndian(bytes, offset, width) {
  let value = 0;
  for (let i = offset; i < offset + width; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}
function integerWidth({ offset, dataOffset, endOffset }) {
  const width = endOffset - dataOffset;
  if (width <= 8) return width;
  throw webmInvalid(`An integer must have at most 8 bytes, got ${width}`, offset);
}

// packages/core/src/webm/block-reader.ts
var TIMESTAMP_AND_FLAGS_BYTES = 3;
var MAX_TRACK_NUMBER_BYTES = 8;
var LACING_FLAGS = 6;
function readBlock(bytes, block, trackNumber) {
  const { offset, dataOffset, endOffset } = block;
  const trackBytes = vintWidth(bytes, dataOffset, endOffset, MAX_TRACK_NUMBER_BYTES);
  const track = bigEndian(bytes, dataOffset, trackBytes) - 2 ** (7 * trackBytes);
  const timestampOffset = dataOffset + trackBytes;
  const packetOffset = timestampOffset + TIMESTAMP_AND_FLAGS_BYTES;
  if (packetOffset > endOffset) throw webmInvalid("A block must hold its whole header", offset);
  if (track !== trackNumber) {
    throw webmInvalid(`A block must be of track ${trackNumber}, got ${track}`, offset);
  }
  const flags = bytes[packetOffset - 1] ?? 0;
  if ((flags & LACING_FLAGS) !== 0) throw webmInvalid("A block must not be laced", offset);
  return {
    // Two shifts make the 16 bits a signed number.
    relativeMs: bigEndian(bytes, timestampOffset, 2) << 16 >> 16,
    packet: bytes.subarray(packetOffset, endOffset)
  };
}

// packages/core/src/webm/opus-packet.ts
var SILK = [480, 960, 1920, 2880];
var HYBRID = [480, 960];
var CELT = [120, 240, 480, 960];
function opusPacketSamples(packet) {
  const [toc, frameCountByte] = packet;
  if (toc === void 0) return void 0;
  const config = toc >> 3;
  const lengths = config < 12 ? SILK : config < 16 ? HYBRID : CELT;
  const frameSamples = lengths[config % lengths.length] ?? 0;
  switch (toc & 3) {
    case 0:
      return frameSamples;
    case 1:
    case 2:
      return 2 * frameSamples;
    default:
      return frameCountByte === void 0 ? void 0 : (frameCountByte & 63) * frameSamples;
  }
}

// packages/core/src/webm/sample-time.ts
var SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1e3;
var PACKET_MS = PACKET_SAMPLES / SAMPLES_PER_MS;
var NANOS_PER_MS = 1e6;
var NANOS_PER_3_SAMPLES = 62500;
function nanosOfSamples(samples) {
  return Math.round(samples * NANOS_PER_3_SAMPLES / 3);
}
function samplesOfNanos(nanos) {
  return Math.round(nanos * 3 / NANOS_PER_3_SAMPLES);
}

// packages/core/src/webm/ebml-write.ts
function element(id, ...content) {
  const pieces = content.flat();
  return [uint(id), vint(sizeOf(pieces)), ...pieces];
}
function sizeOf(pieces) {
  let sizeBytes = 0;
  for (const piece of pieces) sizeBytes += piece.length;
  return sizeBytes;
}
function assemble(pieces) {
  const bytes = new Uint8Array(sizeOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
function vint(value) {
  let width = 1;
  while (value >= 2 ** (7 * width) - 1) width++;
  const bytes = uint(value, width);
  bytes[0] = (bytes[0] ?? 0) | 128 >> width - 1;
  return bytes;
}
function uint(value, width = byteWidth(value)) {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}
function int(value) {
  let width = 1;
  while (value < -(2 ** (8 * width - 1)) || value >= 2 ** (8 * width - 1)) width++;
  return uint(value < 0 ? value + 2 ** (8 * width) : value, width);
}
function float64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}
function ascii(text) {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
function byteWidth(value) {
  let width = 1;
  while (value >= 256 ** width) width++;
  return width;
}

// packages/core/src/webm/opus-head.ts
var MAGIC = "OpusHead";
var SIZE_BYTES = 19;
var MAX_PRE_SKIP_SAMPLES = 65535;
function writeOpusHead({ channelCount, preSkipSamples }) {
  const bytes = new Uint8Array(SIZE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii(MAGIC));
  view.setUint8(8, 1);
  view.setUint8(9, channelCount);
  view.setUint16(10, preSkipSamples, true);
  view.setUint32(12, SAMPLE_RATE_HZ, true);
  return bytes;
}
function readOpusHead(bytes) {
  if (bytes.length !== SIZE_BYTES || !ascii(MAGIC).every((byte, i) => byte === bytes[i])) {
    return `CodecPrivate must be an OpusHead of ${SIZE_BYTES} bytes`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint8(8);
  if (version > 15) return `OpusHead must be of version 0 to 15, got ${version}`;
  const channelCount = view.getUint8(9);
  if (channelCount !== 1 && channelCount !== 2) {
    return `OpusHead must have 1 or 2 channels, got ${channelCount}`;
  }
  const gain = view.getInt16(16, true);
  if (gain !== 0) return `OpusHead must have an output gain of 0, got ${gain}`;
  const family = view.getUint8(18);
  if (family !== 0) return `OpusHead must have the channel mapping family 0, got ${family}`;
  return { channelCount, preSkipSamples: view.getUint16(10, true) };
}

// packages/core/src/webm/track-reader.ts
var AUDIO_TRACK = 2;
function readTracks(bytes, tracks) {
  const entries = [...childrenOf(bytes, tracks)].filter(({ id }) => id === TrackEntry);
  const [entry2] = entries;
  if (entry2 === void 0 || entries.length > 1) {
    throw webmInvalid(`A file must have one track, got ${entries.length}`, tracks.offset);
  }
  return readTrackEntry(bytes, entry2);
}
function readTrackEntry(bytes, entry2) {
  let number = 0;
  let type = 0;
  let codec = "";
  let head = "A track must have an OpusHead as its CodecPrivate";
  let delayNanos = 0;
  let audio = { samplingFrequencyHz: 8e3, channelCount: 1 };
  for (const child of childrenOf(bytes, entry2)) {
    switch (child.id) {
      case TrackNumber:
        number = readUint(bytes, child);
        break;
      case TrackType:
        type = readUint(bytes, child);
        break;
      case CodecID:
        codec = readText(bytes, child);
        break;
      case CodecPrivate:
        head = readOpusHead(bytes.subarray(child.dataOffset, child.endOffset));
        break;
      case CodecDelay:
        delayNanos = readUint(bytes, child);
        break;
      case Audio:
        audio = readAudio(bytes, child, audio);
        break;
      case ContentEncodings:
        throw webmInvalid("A track must not have ContentEncodings", child.offset);
    }
  }
  const refuse = (rule) => webmInvalid(rule, entry2.offset);
  if (type !== AUDIO_TRACK) throw refuse(`A track must be audio (type 2), got type ${type}`);
  if (codec !== "A_OPUS") throw refuse(`A track must be A_OPUS, got ${quote(codec)}`);
  if (number < 1) throw refuse("A track must have a number from 1");
  if (typeof head === "string") throw refuse(head);
  if (audio.samplingFrequencyHz !== SAMPLE_RATE_HZ) {
    throw refuse(`A track must be of ${SAMPLE_RATE_HZ} Hz, got ${audio.samplingFrequencyHz}`);
  }
  if (audio.channelCount !== head.channelCount) {
    throw refuse(
      `A track must have the channels of its OpusHead, got ${audio.channelCount} and ${head.channelCount}`
    );
  }
  const delaySamples = samplesOfNanos(delayNanos);
  if (delaySamples !== head.preSkipSamples) {
    throw refuse(
      `CodecDelay must equal the pre-skip of ${head.preSkipSamples} samples, got ${delaySamples}`
    );
  }
  if (delaySamples % SAMPLES_PER_MS !== 0) {
    throw refuse(`The skip must be whole milliseconds, got ${delaySamples} samples`);
  }
  return { number, channelCount: head.channelCount, skipSamples: delaySamples };
}
function readAudio(bytes, audio, defaults) {
  let { samplingFrequencyHz, channelCount } = defaults;
  for (const child of childrenOf(bytes, audio)) {
    if (child.id === SamplingFrequency) samplingFrequencyHz = readFloat(bytes, child);
    if (child.id === Channels) channelCount = readUint(bytes, child);
  }
  return { samplingFrequencyHz, channelCount };
}

// packages/core/src/webm/segment-reader.ts
var DURATION_TOLERANCE_MS = 1;
var ENDS_CLUSTER = /* @__PURE__ */ new Set([
  EBML,
  Segment,
  SeekHead,
  Info,
  Tracks,
  Cluster,
  Cues,
  Chapters,
  Attachments,
  Tags
]);
function readSegment(bytes) {
  const segment = findSegment(bytes);
  const progress = {
    track: void 0,
    durationMs: void 0,
    packets: [],
    discardSamples: 0
  };
  let offset = segment.dataOffset;
  while (offset < segment.endOffset) {
    const element2 = readElement(bytes, offset, segment.endOffset);
    offset = element2.id === Cluster ? readCluster(bytes, element2, progress) : readSegmentChild(bytes, element2, progress);
  }
  return conclude(progress, segment);
}
function findSegment(bytes) {
  let segment;
  for (const element2 of childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })) {
    if (element2.offset === 0) {
      if (element2.id !== EBML) throw webmInvalid("A file must start with an EBML header", 0);
      readHeader(bytes, element2);
    } else if (element2.id === EBML || element2.id === Segment && segment) {
      throw webmInvalid("A file must hold one Segment", element2.offset);
    } else if (element2.id === Segment) {
      segment = element2;
    }
  }
  if (segment) return segment;
  throw webmInvalid("A file must hold a Segment", bytes.length);
}
function readHeader(bytes, header) {
  let docType = "";
  for (const child of childrenOf(bytes, header)) {
    if (child.id === DocType) docType = readText(bytes, child);
    if (child.id === EBMLReadVersion) atMost(bytes, child, "EBMLReadVersion", 1);
    if (child.id === EBMLMaxIDLength) atMost(bytes, child, "EBMLMaxIDLength", 4);
    if (child.id === EBMLMaxSizeLength) atMost(bytes, child, "EBMLMaxSizeLength", 8);
    if (child.id === DocTypeReadVersion) atMost(bytes, child, "DocTypeReadVersion", 4);
  }
  if (docType !== "webm") {
    throw webmInvalid(`A file's DocType must be webm, got ${quote(docType)}`, header.offset);
  }
}
function atMost(bytes, element2, name, max) {
  const value = readUint(bytes, element2);
  if (value > max)
    throw webmInvalid(`${name} must be at most ${max}, got ${value}`, element2.offset);
}
function readSegmentChild(bytes, element2, progress) {
  switch (element2.id) {
    case Info:
      if (progress.durationMs !== void 0)
        throw webmInvalid("Info must stand once", element2.offset);
      progress.durationMs = readInfo(bytes, element2);
      break;
    case Tracks:
      if (progress.track) throw webmInvalid("Tracks must stand once", element2.offset);
      progress.track = readTracks(bytes, element2);
      break;
    case EBML:
    case Segment:
      throw webmInvalid("A file must hold one Segment", element2.offset);
  }
  return element2.endOffset;
}
function readInfo(bytes, info) {
  let scale = NANOS_PER_MS;
  let durationMs;
  for (const child of childrenOf(bytes, info)) {
    if (child.id === TimestampScale) scale = readUint(bytes, child);
    if (child.id === Duration) durationMs = readFloat(bytes, child);
  }
  if (scale !== NANOS_PER_MS) {
    throw webmInvalid(`Timestamps must count ${NANOS_PER_MS} ns, got ${scale}`, info.offset);
  }
  if (durationMs === void 0) throw webmInvalid("Info must hold a Duration", info.offset);
  return durationMs;
}
function readCluster(bytes, cluster, progress) {
  const { track } = progress;
  if (!track) throw webmInvalid("Tracks must stand before the first Cluster", cluster.offset);
  let timestampMs;
  let offset = cluster.dataOffset;
  while (offset < cluster.endOffset) {
    const element2 = readElement(bytes, offset, cluster.endOffset);
    if (ENDS_CLUSTER.has(element2.id)) {
      if (!cluster.hasKnownSize) return offset;
      throw webmInvalid("A Cluster must hold blocks only", element2.offset);
    }
    if (element2.id === Timestamp) timestampMs = readUint(bytes, element2);
    if (element2.id === SimpleBlock) addPacket(bytes, element2, timestampMs, track, progress);
    if (element2.id === BlockGroup) addBlockGroup(bytes, element2, timestampMs, track, progress);
    offset = element2.endOffset;
  }
  return offset;
}
function addBlockGroup(bytes, group, timestampMs, track, progress) {
  let blockCount = 0;
  let discardNanos = 0;
  for (const child of childrenOf(bytes, group)) {
    if (child.id === DiscardPadding) discardNanos = readInt(bytes, child);
    if (child.id === Block) {
      blockCount++;
      addPacket(bytes, child, timestampMs, track, progress);
    }
  }
  if (blockCount !== 1) {
    throw webmInvalid(`A BlockGroup must hold one Block, got ${blockCount}`, group.offset);
  }
  const discardSamples = samplesOfNanos(discardNanos);
  if (discardSamples < 0 || discardSamples >= PACKET_SAMPLES) {
    throw webmInvalid(
      `DiscardPadding must be from 0 to ${PACKET_SAMPLES - 1} samples, got ${discardSamples}`,
      group.offset
    );
  }
  progress.discardSamples = discardSamples;
}
function addPacket(bytes, block, timestampMs, track, { packets, discardSamples }) {
  if (timestampMs === void 0) {
    throw webmInvalid("A Cluster's Timestamp must stand before its blocks", block.offset);
  }
  if (discardSamples > 0) {
    throw webmInvalid("Only the last block may have a DiscardPadding", block.offset);
  }
  const { relativeMs, packet } = readBlock(bytes, block, track.number);
  const samples = opusPacketSamples(packet);
  if (samples !== PACKET_SAMPLES) {
    throw webmInvalid(
      `A packet must hold ${PACKET_SAMPLES} samples (20 ms), got ${quote(samples)}`,
      block.offset
    );
  }
  const expectedMs = packets.length * PACKET_MS;
  if (timestampMs + relativeMs !== expectedMs) {
    throw webmInvalid(
      `Packet ${packets.length} must start at ${expectedMs} ms, got ${timestampMs + relativeMs}`,
      block.offset
    );
  }
  packets.push(packet);
}
function conclude(progress, { offset }) {
  const { track, durationMs, packets, discardSamples } = progress;
  if (!track) throw webmInvalid("A Segment must hold Tracks", offset);
  if (durationMs === void 0) throw webmInvalid("A Segment must hold an Info", offset);
  const { channelCount, skipSamples } = track;
  const sampleCount = packets.length * PACKET_SAMPLES - skipSamples - discardSamples;
  if (sampleCount < 1) {
    throw webmInvalid(
      `A file must hold a sample after its skip of ${skipSamples} and discard of ${discardSamples}, got ${packets.length} packets`,
      offset
    );
  }
  if (!(Math.abs(durationMs - sampleCount / SAMPLES_PER_MS) <= DURATION_TOLERANCE_MS)) {
    throw webmInvalid(
      `The Duration must be that of ${sampleCount} samples, ${sampleCount / SAMPLES_PER_MS} ms, got ${durationMs}`,
      offset
    );
  }
  return { packets, channelCount, skipSamples, discardSamples, sampleCount, durationMs };
}

// packages/core/src/webm/segment-writer.ts
var TRACK_NUMBER = 1;
var CLUSTER_PACKETS = 50;
var CUE_TIME_BYTES = 5;
var CUE_POSITION_BYTES = 6;
function writeSegment(segment) {
  const sampleCount = declaredSamples(segment);
  const clusters = writeClusters(segment);
  const head = [...writeInfo(sampleCount), ...writeTracks(segment)];
  const cuesSize = sizeOf(writeCues(clusters, 0));
  const cues = writeCues(clusters, sizeOf(head) + cuesSize);
  return assemble([...writeHeader(), ...element(Segment, head, cues, clusters.flat())]);
}
function declaredSamples({
  packets,
  channelCount,
  skipSamples,
  discardSamples
}) {
  if (channelCount !== 1 && channelCount !== 2) {
    throw new RangeError(`channelCount must be 1 or 2, got ${String(channelCount)}`);
  }
  if (!Number.isInteger(skipSamples / SAMPLES_PER_MS) || skipSamples < 0 || skipSamples > MAX_PRE_SKIP_SAMPLES) {
    throw new RangeError(`skipSamples must be whole ms within 16 bits, got ${skipSamples}`);
  }
  if (!Number.isInteger(discardSamples) || discardSamples < 0 || discardSamples >= PACKET_SAMPLES) {
    throw new RangeError(
      `discardSamples must be from 0 to ${PACKET_SAMPLES - 1}, got ${discardSamples}`
    );
  }
  packets.forEach((packet, index) => {
    const samples = opusPacketSamples(packet);
    if (samples !== PACKET_SAMPLES) {
      throw new RangeError(`packet ${index} must hold ${PACKET_SAMPLES} samples, got ${samples}`);
    }
  });
  const sampleCount = packets.length * PACKET_SAMPLES - skipSamples - discardSamples;
  if (sampleCount < 1) {
    throw new RangeError(`a segment must hold a sample, got ${sampleCount} after skip and discard`);
  }
  return sampleCount;
}
function writeHeader() {
  return element(
    EBML,
    element(EBMLVersion, [uint(1)]),
    element(EBMLReadVersion, [uint(1)]),
    element(EBMLMaxIDLength, [uint(4)]),
    element(EBMLMaxSizeLength, [uint(8)]),
    element(DocType, [ascii("webm")]),
    element(DocTypeVersion, [uint(4)]),
    // CodecDelay, SeekPreRoll and DiscardPadding came in 4
    element(DocTypeReadVersion, [uint(2)])
    // SimpleBlock came in 2
  );
}
function writeInfo(sampleCount) {
  return element(
    Info,
    element(TimestampScale, [uint(NANOS_PER_MS)]),
    element(Duration, [float64(sampleCount / SAMPLES_PER_MS)]),
    element(MuxingApp, [ascii("tapedeck")]),
    element(WritingApp, [ascii("tapedeck")])
  );
}
function writeTracks({ channelCount, skipSamples }) {
  return element(
    Tracks,
    element(
      TrackEntry,
      element(TrackNumber, [uint(TRACK_NUMBER)]),
      element(TrackUID, [uint(1)]),
      element(TrackType, [uint(2)]),
      // audio
      element(FlagLacing, [uint(0)]),
      element(Language, [ascii("und")]),
      // absent would mean English
      element(CodecID, [ascii("A_OPUS")]),
      // The skip stands twice: ffmpeg heeds OpusHead only, the specification CodecDelay.
      element(CodecPrivate, [writeOpusHead({ channelCount, preSkipSamples: skipSamples })]),
      element(CodecDelay, [uint(nanosOfSamples(skipSamples))]),
      element(SeekPreRoll, [uint(80 * NANOS_PER_MS)]),
      element(
        Audio,
        element(SamplingFrequency, [float64(SAMPLE_RATE_HZ)]),
        element(Channels, [uint(channelCount)])
      )
    )
  );
}
function writeClusters({ packets, discardSamples }) {
  const clusters = [];
  for (let first = 0; first < packets.length; first += CLUSTER_PACKETS) {
    const blocks = packets.slice(first, first + CLUSTER_PACKETS).map(
      (packet, index) => first + index === packets.length - 1 && discardSamples > 0 ? element(
        BlockGroup,
        element(Block, [blockHeader(index, 0), packet]),
        element(DiscardPadding, [int(nanosOfSamples(discardSamples))])
      ) : element(SimpleBlock, [blockHeader(index, 128), packet])
    );
    clusters.push(
      element(Cluster, element(Timestamp, [uint(first * PACKET_MS)]), blocks.flat())
    );
  }
  return clusters;
}
function blockHeader(indexInCluster, flags) {
  const relativeMs = indexInCluster * PACKET_MS;
  return Uint8Array.of(128 | TRACK_NUMBER, relativeMs >> 8, relativeMs & 255, flags);
}
function writeCues(clusters, firstPosition) {
  let position = firstPosition;
  const points = clusters.map((cluster, index) => {
    const point = element(
      CuePoint,
      element(CueTime, [uint(index * CLUSTER_PACKETS * PACKET_MS, CUE_TIME_BYTES)]),
      element(
        CueTrackPositions,
        element(CueTrack, [uint(TRACK_NUMBER)]),
        element(CueClusterPosition, [uint(position, CUE_POSITION_BYTES)])
      )
    );
    position += sizeOf(cluster);
    return point;
  });
  return element(Cues, points.flat());
}

// packages/core/src/webm/join.ts
function joinPackets(segments) {
  const packets = [];
  let first;
  let discardSamples = 0;
  segments.forEach((bytes, index) => {
    const segment = readNumbered(bytes, index);
    if (first) {
      const { channelCount: channelCount2 } = first;
      const rule = brokenBoundary({ channelCount: channelCount2, discardSamples, packets }, segment);
      if (rule !== void 0) throw boundaryInvalid(index, rule);
    }
    const prerollPackets = first ? segment.skipSamples / PACKET_SAMPLES : 0;
    for (const packet of segment.packets.slice(prerollPackets)) packets.push(packet);
    first ??= segment;
    discardSamples = segment.discardSamples;
  });
  if (!first) throw new RangeError("a join needs at least one segment");
  const { channelCount, skipSamples } = first;
  return { packets, channelCount, skipSamples, discardSamples };
}
function joinSegments(segments) {
  return writeSegment(joinPackets(segments));
}
function follows(before, next) {
  return brokenBoundary(readSegment(before), readSegment(next)) === void 0;
}
function brokenBoundary(before, segment) {
  if (segment.channelCount !== before.channelCount) {
    return `channels must stay ${before.channelCount}, got ${segment.channelCount}`;
  }
  if (before.discardSamples > 0) {
    return `only the last segment may discard samples, got ${before.discardSamples}`;
  }
  return brokenPreroll(before.packets, segment);
}
function brokenPreroll(before, { packets, skipSamples }) {
  const count = skipSamples / PACKET_SAMPLES;
  if (!Number.isInteger(count) || count < 1) {
    return `the pre-roll must be whole packets, at least one, got ${skipSamples} samples`;
  }
  if (count > before.length) {
    return `the pre-roll must be no longer than what precedes it, got ${count} of ${before.length} packets`;
  }
  const ending = before.slice(before.length - count);
  const differing = ending.findIndex((packet, i) => !isSame(packet, packets[i]));
  if (differing === -1) return void 0;
  return `the pre-roll must repeat the last ${count} packets before it, but packet ${differing} of it differs`;
}
function isSame(a, b) {
  return a.length === b?.length && a.every((byte, i) => byte === b[i]);
}
function readNumbered(bytes, index) {
  try {
    return readSegment(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("WEBM_INVALID", `Segment ${index} of the join: ${error.message}`, {
      details: { ...error.details, segment: index },
      cause: error
    });
  }
}
function boundaryInvalid(index, rule) {
  return new AppError("WEBM_INVALID", `Between segments ${index - 1} and ${index}: ${rule}.`, {
    details: { segment: index }
  });
}

// packages/recorder/src/journal/journal-files.ts
function journalFileName(recordingId, sequence) {
  return `${recordingId}_${String(sequence).padStart(6, "0")}`;
}
function isFileOf(name, recordingId) {
  return name.startsWith(`${recordingId}_`);
}

// packages/core/src/crc32.ts
var TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 3988292384 ^ crc >>> 1 : crc >>> 1;
  return crc;
});
function crc32(bytes) {
  let crc = 4294967295;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ crc >>> 8;
  return (crc ^ 4294967295) >>> 0;
}

// packages/core/src/ids.ts
var CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var SUFFIX_LENGTH = 6;
var TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{6})$/;
var RECORDING_ID = /^(\d{4}(?:-\d{2}){5}-\d{6})-([0-9A-HJKMNP-TV-Z]{6})$/;
var MAX_EPOCH_MICROS = Number.MAX_SAFE_INTEGER;
function formatTimestamp(epochMicros) {
  if (!isEpochMicros(epochMicros)) {
    throw new AppError(
      "INPUT_INVALID",
      `A timestamp needs whole microseconds from 0 to ${MAX_EPOCH_MICROS}, got ${epochMicros}.`
    );
  }
  const iso = new Date(Math.floor(epochMicros / 1e3)).toISOString();
  const micros = String(epochMicros % 1e6).padStart(6, "0");
  return `${iso.slice(0, 19).replace(/[T:]/g, "-")}-${micros}`;
}
function parseTimestamp(text) {
  const fields = TIMESTAMP.exec(text)?.slice(1).map(Number);
  if (fields) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0] = fields;
    const epochMicros = Date.UTC(year, month - 1, day, hour, minute, second) * 1e3 + micros;
    if (isEpochMicros(epochMicros) && formatTimestamp(epochMicros) === text) return epochMicros;
  }
  throw new AppError(
    "INPUT_INVALID",
    `A timestamp must be a UTC time written YYYY-MM-DD-HH-MM-SS-\u03BC\u03BC\u03BC\u03BC\u03BC\u03BC, got ${quote(text)}.`
  );
}
function isEpochMicros(value) {
  return Number.isSafeInteger(value) && value >= 0;
}
function isTimestamp(text) {
  try {
    parseTimestamp(text);
    return true;
  } catch {
    return false;
  }
}
function makeRecordingId(startedAtMicros, entropy) {
  if (entropy.length < SUFFIX_LENGTH) {
    throw new RangeError(`makeRecordingId needs ${SUFFIX_LENGTH} bytes, got ${entropy.length}`);
  }
  const suffix = Array.from(entropy.subarray(0, SUFFIX_LENGTH), (byte) => CROCKFORD[byte & 31]);
  return `${formatTimestamp(startedAtMicros)}-${suffix.join("")}`;
}
function isRecordingId(text) {
  const timestamp = RECORDING_ID.exec(text)?.[1];
  return timestamp !== void 0 && isTimestamp(timestamp);
}

// packages/recorder/src/journal/journal-format.ts
var JOURNAL_FORMAT_VERSION = 1;
var KIND = { header: 1, packet: 2, end: 3 };
var PREFIX_BYTES = 8;
var MAX_PAYLOAD_BYTES = 4096;
function encodeEntry(entry2) {
  const content = entry2.kind === "packet" ? entry2.bytes : encodeJson(contentOf(entry2));
  const encoded = new Uint8Array(PREFIX_BYTES + 1 + content.length);
  const payload = encoded.subarray(PREFIX_BYTES);
  payload[0] = KIND[entry2.kind];
  payload.set(content, 1);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32(payload), true);
  return encoded;
}
function decodeJournal(file) {
  let header;
  let endSampleCount;
  const packets = [];
  for (const payload of payloads(file)) {
    const content = payload.subarray(1);
    if (payload[0] === KIND.packet && header !== void 0) packets.push(content);
    else if (payload[0] === KIND.header && header === void 0) header = readHeader2(content);
    else if (payload[0] === KIND.end) endSampleCount = readEnd(content);
    else break;
    if (header === void 0) break;
  }
  return { header, packets, endSampleCount };
}
function* payloads(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let offset = 0;
  while (offset + PREFIX_BYTES <= file.length) {
    const payloadBytes = view.getUint32(offset, true);
    const start = offset + PREFIX_BYTES;
    const end = start + payloadBytes;
    if (payloadBytes < 1 || payloadBytes > MAX_PAYLOAD_BYTES || end > file.length) return;
    const payload = file.subarray(start, end);
    if (crc32(payload) !== view.getUint32(offset + 4, true)) return;
    yield payload;
    offset = end;
  }
}
function contentOf(entry2) {
  const { kind: _, ...content } = entry2;
  return entry2.kind === "header" ? { formatVersion: JOURNAL_FORMAT_VERSION, ...content } : content;
}
function readHeader2(content) {
  const { formatVersion, recordingId, sequence, skipPackets } = decodeJson(content);
  if (typeof formatVersion === "number" && formatVersion > JOURNAL_FORMAT_VERSION) {
    throw new AppError(
      "STORAGE_FAILED",
      `This version reads journals up to format ${JOURNAL_FORMAT_VERSION}, got ${formatVersion}. Reload the page.`
    );
  }
  if (typeof recordingId !== "string" || !isRecordingId(recordingId)) return void 0;
  if (!isCount(sequence) || !isCount(skipPackets)) return void 0;
  return { recordingId, sequence, skipPackets };
}
function readEnd(content) {
  const { sampleCount } = decodeJson(content);
  return isCount(sampleCount) ? sampleCount : void 0;
}
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
function encodeJson(value) {
  return new TextEncoder().encode(JSON.stringify(value));
}
function decodeJson(bytes) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

// packages/recorder/src/journal/journal-segment.ts
function segmentOfJournalFile(file) {
  const { header, packets, endSampleCount } = decodeJournal(file);
  if (header === void 0) return void 0;
  const heldSamples = (packets.length - header.skipPackets) * PACKET_SAMPLES;
  const sampleCount = Math.min(endSampleCount ?? heldSamples, heldSamples);
  if (sampleCount <= 0) return void 0;
  const soundPackets = Math.ceil(sampleCount / PACKET_SAMPLES);
  const bytes = writeSegment({
    packets: packets.slice(0, header.skipPackets + soundPackets),
    channelCount: 1,
    skipSamples: header.skipPackets * PACKET_SAMPLES,
    discardSamples: soundPackets * PACKET_SAMPLES - sampleCount
  });
  return { sequence: header.sequence, sampleCount, bytes };
}

// packages/recorder/src/journal/device-copy.ts
async function deviceCopies(recordingId, files) {
  const runs = [];
  for (const name of await files.list()) {
    const file = isFileOf(name, recordingId) ? await files.read(name) : void 0;
    const segment = file && segmentOfJournalFile(file);
    if (!segment) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNext = last?.sequence === segment.sequence - 1 && follows(last.bytes, segment.bytes);
    if (isNext) run?.push(segment);
    else runs.push([segment]);
  }
  return runs.map((run) => {
    const first = run[0]?.sequence ?? 0;
    return {
      name: first === 0 ? `${recordingId}.webm` : `${recordingId}_from_${first}.webm`,
      bytes: joinSegments(run.map(({ bytes }) => bytes))
    };
  });
}

// packages/recorder/src/recorder-state.ts
var NEXT = {
  idle: { start: "starting" },
  starting: { sound: "recording", stop: "stopping", finished: "idle" },
  recording: { pause: "paused", stop: "stopping", finished: "idle" },
  paused: { resume: "recording", stop: "stopping", finished: "idle" },
  stopping: { finished: "idle" }
};
function nextState(state, event) {
  return NEXT[state][event] ?? state;
}

// packages/recorder/src/load-failure.ts
async function loadFailure(url, fetchFile = (input, init) => fetch(input, init)) {
  let answer;
  try {
    answer = await fetchFile(url, { method: "HEAD", cache: "no-store" });
  } catch (cause) {
    return new AppError("APP_INCOMPLETE", `No answer came for ${url}.`, { cause });
  }
  const { status } = answer;
  const type = answer.headers.get("content-type") ?? "";
  if (status >= 500) return new AppError("APP_INCOMPLETE", `${url} answers ${status}.`);
  if (!answer.ok || type.startsWith("text/html")) {
    return new AppError("APP_UPDATED", `${url} is gone: ${status} ${type}.`);
  }
  return new AppError("APP_INCOMPLETE", `${url} is there, and could not be run.`);
}

// packages/core/src/webm/segment-cut.ts
var PREROLL_PACKETS = 5;
var PRIMING_PACKETS = 1;
function segmentCut(cut) {
  const { sequence, packetsPerSegment: packetsPerSegment2 } = cut;
  if (!Number.isSafeInteger(sequence) || sequence < 0) {
    throw new RangeError(`sequence must be a whole number from 0, got ${sequence}`);
  }
  if (!Number.isSafeInteger(packetsPerSegment2) || packetsPerSegment2 < 1) {
    throw new RangeError(
      `packetsPerSegment must be a whole number from 1, got ${packetsPerSegment2}`
    );
  }
  const firstOwnPacket = PRIMING_PACKETS + packetsPerSegment2 * sequence;
  const firstPacket = Math.max(0, firstOwnPacket - PREROLL_PACKETS);
  return {
    firstPacket,
    endPacket: firstOwnPacket + packetsPerSegment2,
    skipSamples: (firstOwnPacket - firstPacket) * PACKET_SAMPLES
  };
}

// packages/recorder/src/resampler.ts
var CROSSINGS = 32;
var BETA = 8;
var LOWEST_RATE_HZ = 8e3;
var CUTOFF = 0.92;
function createResampler() {
  const filters = /* @__PURE__ */ new Map();
  let filter;
  let held = new Float32Array(0);
  let at = 0;
  let part = 0;
  function filterFor(rateHz) {
    const made = filters.get(rateHz) ?? createFilter(rateHz);
    filters.set(rateHz, made);
    return made;
  }
  function begin(rateHz) {
    const begun = filterFor(rateHz);
    held = new Float32Array(begun.memory);
    at = begun.memory;
    return begun;
  }
  function change(from, rateHz, next) {
    const to = filterFor(rateHz);
    const step = from.rateHz / rateHz;
    const aheadSamples = (held.length - at - part / from.parts) / step;
    const count = to.memory + Math.ceil(Math.max(0, aheadSamples));
    const retimed = new Float32Array(count);
    for (let back = 1; back <= count; back++) {
      retimed[count - back] = between(held, held.length - back * step, next);
    }
    held = retimed;
    const exact = count - aheadSamples;
    at = Math.floor(exact);
    part = Math.round((exact - at) * to.parts);
    if (part === to.parts) [at, part] = [at + 1, 0];
    return to;
  }
  function produce({ reach, memory, parts, stepParts, taps }) {
    const lastAt = held.length - reach - 1;
    const most = Math.max(0, Math.ceil(((lastAt - at + 1) * parts - part) / stepParts));
    const output = new Float32Array(most);
    for (let index = 0; index < most; index++) {
      const weights = taps(part);
      let sum = 0;
      const first = at - reach;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (held[first + tap] ?? 0) * (weights[tap] ?? 0);
      }
      output[index] = sum;
      part += stepParts;
      at += Math.floor(part / parts);
      part %= parts;
    }
    const done = Math.max(0, at - memory);
    held = held.slice(done);
    at -= done;
    return output;
  }
  function append(samples) {
    const longer = new Float32Array(held.length + samples.length);
    longer.set(held);
    longer.set(samples, held.length);
    held = longer;
  }
  return {
    take: (samples, rateHz) => {
      if (filter === void 0) filter = begin(rateHz);
      else if (filter.rateHz !== rateHz) filter = change(filter, rateHz, samples[0] ?? 0);
      if (filter.rateHz === SAMPLE_RATE_HZ && at === held.length) {
        append(samples.subarray(-filter.memory));
        held = held.slice(-filter.memory);
        at = held.length;
        return samples;
      }
      append(samples);
      return produce(filter);
    },
    flush: () => {
      if (filter === void 0) return new Float32Array(0);
      append(new Float32Array(filter.reach));
      return produce(filter);
    }
  };
}
function createFilter(rateHz) {
  const common = greatestCommonDivisor(rateHz, SAMPLE_RATE_HZ);
  const parts = SAMPLE_RATE_HZ / common;
  const stepParts = rateHz / common;
  const narrowing = Math.min(1, SAMPLE_RATE_HZ / rateHz);
  const isSame2 = rateHz === SAMPLE_RATE_HZ;
  const cutoff = isSame2 ? 1 : CUTOFF * narrowing;
  const reach = isSame2 ? 0 : Math.ceil(CROSSINGS / narrowing);
  const memory = Math.max(reach, Math.ceil(rateHz * CROSSINGS / LOWEST_RATE_HZ));
  const known = /* @__PURE__ */ new Map();
  function taps(part) {
    const made = known.get(part);
    if (made) return made;
    const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, tap) => {
      const distance = tap - reach - part / parts;
      return cutoff * sinc(cutoff * distance) * kaiser(distance / (reach + 1));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const even = weights.map((weight) => weight / sum);
    known.set(part, even);
    return even;
  }
  return { rateHz, reach, memory, parts, stepParts, taps };
}
function between(samples, position, next) {
  const index = Math.floor(position);
  const rest = position - index;
  const after = index + 1 < samples.length ? samples[index + 1] ?? 0 : next;
  return (samples[index] ?? 0) * (1 - rest) + after * rest;
}
function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
function kaiser(x) {
  return bessel0(BETA * Math.sqrt(Math.max(0, 1 - x * x)));
}
function bessel0(x) {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

// packages/recorder/src/packet-encoder.ts
var LOOK_AHEAD_SAMPLES = 312;
var PRIMING_SAMPLES = PRIMING_PACKETS * PACKET_SAMPLES - LOOK_AHEAD_SAMPLES;
var MAX_BACKLOG_SECONDS = 30;
var PACKET_MICROS = 2e4;
function encoderConfig(options) {
  return {
    codec: "opus",
    sampleRate: SAMPLE_RATE_HZ,
    numberOfChannels: 1,
    bitrate: options.bitsPerSecond,
    opus: { format: "opus", frameDuration: PACKET_MICROS }
  };
}
function createPacketEncoder(options) {
  const resampler = createResampler();
  let fedSamples = 0;
  let capturedSamples = 0;
  let packetCount = 0;
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      packetCount += 1;
      options.onPacket(packet);
    },
    error: (cause) => {
      options.onFailure(
        new AppError("ENCODER_FAILED", `The audio encoder failed: ${cause.message}`, { cause })
      );
    }
  });
  function feed(samples) {
    const data = new AudioData({
      format: "f32-planar",
      sampleRate: SAMPLE_RATE_HZ,
      numberOfChannels: 1,
      numberOfFrames: samples.length,
      timestamp: Math.round(fedSamples * 1e6 / SAMPLE_RATE_HZ),
      data: samples
    });
    fedSamples += samples.length;
    encoder.encode(data);
    data.close();
  }
  function feedSound(samples) {
    if (samples.length === 0) return;
    feed(samples);
    capturedSamples += samples.length;
  }
  return {
    capturedSamples: () => capturedSamples,
    encode: ({ samples, sampleRateHz }) => {
      if (encoder.state === "closed") {
        throw new AppError("ENCODER_FAILED", "The audio encoder is closed.");
      }
      if (encoder.state === "unconfigured") {
        encoder.configure(encoderConfig(options));
        feed(new Float32Array(PRIMING_SAMPLES));
      }
      const backlogSamples = capturedSamples - packetCount * PACKET_SAMPLES;
      if (backlogSamples > MAX_BACKLOG_SECONDS * SAMPLE_RATE_HZ) {
        throw new AppError(
          "ENCODER_FAILED",
          `The encoder may be at most ${MAX_BACKLOG_SECONDS} s behind the microphone; this machine is too slow or too busy.`
        );
      }
      feedSound(resampler.take(samples, sampleRateHz));
    },
    finish: async () => {
      if (encoder.state === "configured") {
        feedSound(resampler.flush());
        const soundPackets = Math.ceil(capturedSamples / PACKET_SAMPLES);
        const wantedSamples = (PRIMING_PACKETS + soundPackets + 1) * PACKET_SAMPLES;
        feed(new Float32Array(wantedSamples - PRIMING_SAMPLES - capturedSamples));
        await encoder.flush();
      }
      if (encoder.state !== "closed") encoder.close();
    }
  };
}

// packages/recorder/src/support.ts
async function findMissingSupport(options) {
  const missing = missingFeature() ?? await missingCodec(options.bitsPerSecond);
  if (missing === void 0) return void 0;
  return new AppError("RECORDING_UNSUPPORTED", `Recording needs ${missing}.`);
}
function captureWays() {
  const ways = [];
  if ("MediaStreamTrackProcessor" in globalThis) ways.push("processor");
  if ("AudioWorkletNode" in globalThis) ways.push("worklet");
  return ways;
}
function missingFeature() {
  if (!globalThis.isSecureContext) return "a page that came over HTTPS (or from localhost)";
  if (!("mediaDevices" in navigator)) return "a browser with microphone access";
  if (!("Worker" in globalThis)) return "a browser with web workers";
  if (!("locks" in navigator)) return "a browser with Web Locks";
  if (!("BroadcastChannel" in globalThis)) return "a browser with BroadcastChannel";
  if (!("AudioEncoder" in globalThis)) return "a browser with WebCodecs audio encoding";
  if (captureWays().length === 0) return "a browser with audio worklets";
  return void 0;
}
async function missingCodec(bitsPerSecond) {
  const config = encoderConfig({ bitsPerSecond });
  const { supported } = await AudioEncoder.isConfigSupported(config);
  return supported === true ? void 0 : `a browser that encodes Opus at ${bitsPerSecond} bit/s`;
}

// packages/recorder/src/capture.ts
var MAX_BUFFERED_BLOCKS = 1e3;
var WORKLET_URL = new URL("./pcm-worklet.js?no-inline", import.meta.url).href;
var INAUDIBLE_OFFSET = 1e-4;
async function openCapture(track, way) {
  const available = captureWays();
  const chosen = way === "auto" ? available[0] : available.find((each) => each === way);
  if (chosen === void 0) {
    throw new AppError("RECORDING_UNSUPPORTED", `This browser cannot capture sound by ${way}.`);
  }
  return chosen === "processor" ? captureByProcessor(track) : await captureByWorklet(track);
}
function captureByProcessor(track) {
  if (!isAudioTrack(track)) {
    throw new AppError("MIC_ABSENT", `A microphone's track must be audio, got ${track.kind}.`);
  }
  const { readable } = new MediaStreamTrackProcessor({
    track,
    maxBufferSize: MAX_BUFFERED_BLOCKS
  });
  return {
    source: { kind: "processor", readable },
    transfer: [readable],
    isFlowing: () => true,
    onFlow: () => {
    },
    resume: () => {
    },
    close: async () => {
    }
  };
}
function isAudioTrack(track) {
  return track.kind === "audio";
}
async function captureByWorklet(track) {
  const { context, microphone } = connectableContext(track);
  try {
    await context.audioWorklet.addModule(WORKLET_URL);
  } catch {
    await context.close();
    throw await loadFailure(WORKLET_URL);
  }
  const worklet = new AudioWorkletNode(context, "tapedeck-pcm", {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit"
  });
  const { port1, port2 } = new MessageChannel();
  worklet.port.postMessage(port1, [port1]);
  microphone.connect(worklet);
  if (!("sinkId" in context)) keepAwake(context);
  const resume2 = () => void context.resume().catch(() => void 0);
  resume2();
  return {
    source: { kind: "worklet", port: port2, sampleRateHz: context.sampleRate },
    transfer: [port2],
    isFlowing: () => context.state === "running",
    onFlow: (listener) => {
      context.onstatechange = () => {
        if (context.state !== "closed") listener(context.state === "running");
      };
    },
    resume: resume2,
    close: async () => {
      context.onstatechange = null;
      microphone.disconnect();
      await context.close();
    }
  };
}
function connectableContext(track) {
  const stream = new MediaStream([track]);
  const wanted = makeContext(SAMPLE_RATE_HZ);
  try {
    return { context: wanted, microphone: wanted.createMediaStreamSource(stream) };
  } catch {
    void wanted.close();
    const context = makeContext(track.getSettings().sampleRate);
    return { context, microphone: context.createMediaStreamSource(stream) };
  }
}
function makeContext(sampleRateHz) {
  const options = {
    latencyHint: "playback",
    sinkId: { type: "none" }
  };
  if (sampleRateHz !== void 0) options.sampleRate = sampleRateHz;
  return new AudioContext(options);
}
function keepAwake(context) {
  const constant = new ConstantSourceNode(context, { offset: INAUDIBLE_OFFSET });
  constant.connect(context.destination);
  constant.start();
}

// packages/recorder/src/capture-keeper.ts
var REOPEN_WITHIN_MS = 3e4;
var REOPEN_EVERY_MS = 1e3;
var TOLD_AFTER_MS = 300;
function keepCapture(options) {
  const { setTimer: setTimer2 } = options;
  const closed = Promise.withResolvers();
  let isClosed = false;
  let isReopening = false;
  let track;
  let capture;
  let cancelTimer = () => {
  };
  async function openWith(device) {
    const opening = options.openMicrophone(device);
    const opened = await Promise.race([opening, closed.promise]);
    if (opened === void 0) {
      void opening.then(
        (late) => late.stop(),
        () => void 0
      );
      return void 0;
    }
    track = opened;
    opened.onended = reopen;
    capture = await options.openCapture(opened);
    capture.onFlow(watchFlow);
    if (!isClosed) return capture;
    await release();
    return void 0;
  }
  function watchFlow(isFlowing) {
    if (isClosed || isReopening) return;
    cancelTimer();
    if (isFlowing) options.onState("open");
    else askToFlow(TOLD_AFTER_MS);
  }
  function askToFlow(againInMs) {
    capture?.resume();
    cancelTimer = setTimer2(againInMs, () => {
      options.onState("suspended");
      askToFlow(REOPEN_EVERY_MS);
    });
  }
  async function release() {
    cancelTimer();
    if (track) track.onended = null;
    track?.stop();
    const open = capture;
    [track, capture] = [void 0, void 0];
    await open?.close();
  }
  function reopen() {
    if (isReopening || isClosed) return;
    isReopening = true;
    options.onState("reopening");
    void tryToReopen().catch((thrown) => options.onLost(toAppError(thrown)));
  }
  async function tryToReopen() {
    let why = `did not come back within ${REOPEN_WITHIN_MS / 1e3} s`;
    const late = Promise.withResolvers();
    const cancelDeadline = setTimer2(REOPEN_WITHIN_MS, () => late.resolve("late"));
    try {
      await release();
      for (; ; ) {
        const outcome = await Promise.race([tryOnce(), late.promise]);
        if (isClosed || outcome === "opened") return;
        if (outcome === "denied") why = "may not be used any more";
        if (outcome === "late" || outcome === "denied") break;
        await Promise.race([pause(REOPEN_EVERY_MS), late.promise, closed.promise]);
      }
      options.onLost(new AppError("MIC_LOST", `The microphone went away and ${why}.`));
    } finally {
      cancelDeadline();
    }
  }
  async function tryOnce() {
    for (const device of ["chosen", "any"]) {
      try {
        const opened = await openWith(device);
        if (opened === void 0) return "failed";
        isReopening = false;
        options.onReopened(opened);
        options.onState("open");
        if (!opened.isFlowing()) watchFlow(false);
        return "opened";
      } catch (thrown) {
        await release().catch(() => void 0);
        const { code } = toAppError(thrown);
        if (code === "MIC_DENIED") return "denied";
        if (code !== "MIC_ABSENT") return "failed";
      }
    }
    return "failed";
  }
  function pause(ms) {
    return new Promise((resolve) => {
      cancelTimer = setTimer2(ms, resolve);
    });
  }
  return {
    open: async () => {
      const opened = await openWith("chosen");
      if (opened?.isFlowing() === false) watchFlow(false);
      return opened;
    },
    reopen,
    resume: () => capture?.resume(),
    isFlowing: () => capture?.isFlowing() ?? true,
    close: async () => {
      isClosed = true;
      closed.resolve(void 0);
      await release();
    }
  };
}

// packages/recorder/src/encoder-worker-file.ts
var Worker2 = class {
  url;
  options;
  constructor(url, options) {
    this.url = url;
    this.options = options;
  }
};
var encoderWorkerFile = new Worker2(new URL("./encoder-worker.ts", import.meta.url), {
  type: "module",
  name: "tapedeck-encoder"
});

// packages/recorder/src/microphone.ts
var UNPROCESSED = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false
};
async function openMicrophone(options) {
  const { deviceId, processing } = options;
  const constraints = { ...processing, channelCount: { ideal: 1 } };
  if (deviceId !== void 0) constraints.deviceId = { exact: deviceId };
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
  } catch (thrown) {
    throw microphoneError(thrown);
  }
  const [track] = stream.getAudioTracks();
  if (!track) throw new AppError("MIC_ABSENT", "The browser gave a stream without a microphone.");
  return track;
}
function microphoneError(thrown) {
  const name = thrown instanceof Error ? thrown.name : "";
  const because = (message) => [message, { cause: thrown }];
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return new AppError("MIC_DENIED", ...because("The microphone was not allowed."));
    case "NotFoundError":
      return new AppError("MIC_ABSENT", ...because("No microphone is connected."));
    case "OverconstrainedError":
      return new AppError("MIC_ABSENT", ...because("The chosen microphone is not connected."));
    case "NotReadableError":
    case "AbortError":
      return new AppError("MIC_BUSY", ...because("The microphone could not be started."));
    default:
      return new AppError("INTERNAL", ...because(`The microphone failed in a new way: ${name}.`));
  }
}

// packages/recorder/src/sound-watch.ts
var SILENCE_MS = 1e4;
function watchSound(options) {
  const { setTimer: setTimer2, onSilence } = options;
  let cancel = () => {
  };
  function wait(onEnd) {
    cancel();
    cancel = setTimer2(SILENCE_MS, onEnd);
  }
  return {
    // A timer that slept with the machine rings as soon as it wakes, before the microphone does: only
    // the second one in a row counts.
    heard: () => wait(() => wait(() => onSilence(2 * SILENCE_MS))),
    rest: () => cancel()
  };
}

// packages/recorder/src/recording-session.ts
var FIRST_SOUND_WITHIN_MS = 1e4;
var STOP_SILENCE_MS = 2e4;
var openSession = (request, listener, { setTimer: setTimer2 }) => {
  const started = Promise.withResolvers();
  const workerDone = Promise.withResolvers();
  let worker;
  let isStopping = false;
  let isPaused = false;
  let hasSounded = false;
  let sourceNumber = 0;
  let silentSource = -1;
  let cancelDeadline = () => {
  };
  const keeper = keepCapture({
    setTimer: setTimer2,
    openMicrophone: (device) => openMicrophone(device === "chosen" ? request : { ...request, deviceId: void 0 }),
    openCapture: (track) => openCapture(track, request.capture),
    onReopened: ({ source, transfer }) => {
      sourceNumber += 1;
      send({ kind: "source", source }, transfer);
      if (!isPaused) soundWatch.heard();
    },
    onState: (state) => {
      if (isStopping) return;
      if (state === "reopening") soundWatch.rest();
      listener.onCapture(state);
    },
    onLost: (error) => {
      fail(error);
      stop();
    }
  });
  const soundWatch = watchSound({ setTimer: setTimer2, onSilence: takeSilence });
  function takeSilence(silentMs) {
    if (!keeper.isFlowing()) soundWatch.heard();
    else if (silentSource !== sourceNumber) {
      silentSource = sourceNumber + 1;
      keeper.reopen();
    } else {
      fail(new AppError("MIC_LOST", `The microphone gave no sound for ${silentMs / 1e3} s.`));
      stop();
    }
  }
  const send = (message, transfer = []) => worker?.postMessage(message, transfer);
  function fail(error) {
    listener.onFailure(error);
    started.reject(error);
  }
  function stop() {
    isStopping = true;
    soundWatch.rest();
    send({ kind: "stop" });
    if (!worker) void keeper.close();
    expectMessage();
  }
  function expectMessage() {
    cancelDeadline();
    if (!worker) return;
    cancelDeadline = setTimer2(isStopping ? STOP_SILENCE_MS : FIRST_SOUND_WITHIN_MS, () => {
      if (isStopping) {
        fail(new AppError("ENCODER_FAILED", `No end came within ${STOP_SILENCE_MS / 1e3} s.`));
        workerDone.resolve();
      } else {
        const limit = `${FIRST_SOUND_WITHIN_MS / 1e3} s`;
        fail(
          keeper.isFlowing() ? new AppError("MIC_BUSY", `The microphone gave no sound within ${limit}.`) : new AppError(
            "AUDIO_SUSPENDED",
            `The browser did not start its audio within ${limit}.`
          )
        );
        stop();
      }
    });
  }
  function take(message) {
    if (message.kind === "failed") isStopping = true;
    if (isStopping) expectMessage();
    else if (message.kind === "progress") cancelDeadline();
    switch (message.kind) {
      case "progress":
        hasSounded = true;
        silentSource = -1;
        if (!isStopping && !isPaused) soundWatch.heard();
        listener.onProgress(message);
        started.resolve();
        return;
      case "paused":
        listener.onStandstill(message.atSample);
        return;
      case "opened":
        listener.onRecording(message.recording);
        return;
      case "source-ended":
        if (message.source === sourceNumber) keeper.reopen();
        return;
      case "segment":
        listener.onSegment(message);
        return;
      case "failed":
        fail(new AppError(message.code, message.message));
        return;
      case "finished":
        listener.onStandstill(message.sampleCount);
        if (message.recording) listener.onRecording(message.recording);
        workerDone.resolve();
        return;
    }
  }
  async function takeCrash(event) {
    const broke = "The encoder worker broke";
    fail(
      event instanceof ErrorEvent ? new AppError("ENCODER_FAILED", `${broke}: ${event.message}`) : await loadFailure(encoderWorkerFile.url.href)
    );
    if (hasSounded) stop();
    else workerDone.resolve();
  }
  function startWorker({ source, transfer }) {
    worker = new Worker(encoderWorkerFile.url, encoderWorkerFile.options);
    worker.onmessage = ({ data }) => take(data);
    worker.onerror = (event) => void takeCrash(event);
    worker.onmessageerror = (event) => void takeCrash(event);
    const { recordingId, owner, userType, packetsPerSegment: packetsPerSegment2, bitsPerSecond } = request;
    const start = {
      kind: "start",
      recordingId,
      owner,
      userType,
      source,
      packetsPerSegment: packetsPerSegment2,
      bitsPerSecond
    };
    send(start, transfer);
    expectMessage();
  }
  async function run() {
    try {
      const missing = await findMissingSupport(request);
      if (missing) throw missing;
      if (isStopping) return;
      const capture = await keeper.open();
      if (!capture || isStopping) return;
      startWorker(capture);
      await workerDone.promise;
    } catch (thrown) {
      fail(toAppError(thrown));
    } finally {
      cancelDeadline();
      soundWatch.rest();
      worker?.terminate();
      worker = void 0;
      await keeper.close().catch((thrown) => fail(toAppError(thrown)));
      started.resolve();
    }
  }
  return {
    pause: () => {
      isPaused = true;
      soundWatch.rest();
      send({ kind: "pause" });
    },
    resume: () => {
      isPaused = false;
      soundWatch.heard();
      send({ kind: "resume" });
    },
    resumeCapture: () => keeper.resume(),
    serverTime: (time) => send({ kind: "server-time", time }),
    stop,
    started: started.promise,
    finished: run()
  };
};

// packages/recorder/src/session-request.ts
var PACKETS_PER_SECOND = SAMPLE_RATE_HZ / PACKET_SAMPLES;
var ID_ENTROPY_BYTES = 6;
function toSessionRequest(options, { segmentSeconds, deviceId }, { clock, randomBytes }) {
  const { owner, userType, capture = "auto" } = options;
  const { bitsPerSecond = 64e3, processing = UNPROCESSED } = options;
  return {
    recordingId: makeRecordingId(clock.nowMicros(), randomBytes(ID_ENTROPY_BYTES)),
    owner,
    userType: userType?.(),
    deviceId,
    packetsPerSegment: packetsPerSegment(segmentSeconds),
    bitsPerSecond,
    processing,
    capture
  };
}
function packetsPerSegment(segmentSeconds) {
  const { min, max } = LIMITS.segmentSeconds;
  if (!Number.isInteger(segmentSeconds) || segmentSeconds < min || segmentSeconds > max) {
    throw new AppError(
      "INPUT_INVALID",
      `A segment must last a whole number of seconds from ${min} to ${max}, got ${segmentSeconds}.`
    );
  }
  return segmentSeconds * PACKETS_PER_SECOND;
}

// packages/recorder/src/silence-watch.ts
var SILENT_AFTER_SAMPLES = 10 * SAMPLE_RATE_HZ;
function createSilenceWatch() {
  let soundUntilSample = 0;
  return (sampleCount, peak) => {
    if (peak > 0) soundUntilSample = sampleCount;
    return sampleCount - soundUntilSample >= SILENT_AFTER_SAMPLES;
  };
}

// packages/recorder/src/storage-watch.ts
var LOW_MINUTES = 60;
var LOOK_EVERY_MS = 1e4;
var JOURNAL_OVERHEAD = 1.2;
function watchStorage(options) {
  const { environment, bitsPerSecond, onRoom } = options;
  let isStopped = false;
  let cancel = () => {
  };
  async function look() {
    const estimate = await environment.estimateStorage().catch(() => void 0);
    if (isStopped) return;
    onRoom(estimate ? roomOf(estimate, bitsPerSecond) : { kind: "plenty" });
    cancel = environment.setTimer(LOOK_EVERY_MS, () => void look());
  }
  void look();
  return {
    stop: () => {
      isStopped = true;
      cancel();
    }
  };
}
function roomOf({ usageBytes, quotaBytes }, bitsPerSecond) {
  const bytesPerMinute = bitsPerSecond / 8 * 60 * JOURNAL_OVERHEAD;
  const minutes = Math.max(0, Math.floor((quotaBytes - usageBytes) / bytesPerMinute));
  return minutes < LOW_MINUTES ? { kind: "low", minutes } : { kind: "plenty" };
}

// packages/core/src/gaps.ts
function missingMs(gaps) {
  return gaps.reduce(
    (sum, { durationMs, reason }) => sum + (reason === "paused" ? 0 : durationMs),
    0
  );
}
function joinNearest(gaps, maxCount) {
  if (gaps.length <= maxCount) return gaps;
  const joined = [...gaps];
  while (joined.length > maxCount) {
    const [at, next] = nearestPair(joined);
    const [first, second] = [joined[at], joined[next]];
    if (!first || !second) break;
    joined[at] = { ...first, durationMs: first.durationMs + second.durationMs };
    joined.splice(next, 1);
  }
  return joined;
}
function nearestPair(gaps) {
  const lastOf = { paused: -1, interrupted: -1, lost: -1 };
  let [at, next, leastSamples] = [-1, -1, Infinity];
  for (let index = 0; index < gaps.length; index++) {
    const gap = gaps[index];
    if (!gap) break;
    const before = lastOf[gap.reason];
    lastOf[gap.reason] = index;
    const samples = gap.startSample - (gaps[before]?.startSample ?? -Infinity);
    if (samples < leastSamples) [at, next, leastSamples] = [before, index, samples];
  }
  return [at, next];
}

// packages/recorder/src/journal/recover.ts
async function recoverRecording(open, ports) {
  const { recordingId, packetsPerSegment: packetsPerSegment2, storage: kind } = open;
  const { records } = ports.storage;
  const files = ports.storage.files(kind);
  const remembered = await records.segments(recordingId);
  const isRemembered = new Set(remembered.map(({ sequence }) => sequence));
  const known = new Set([...isRemembered].map((each) => journalFileName(recordingId, each)));
  const found = [];
  for (const name of await files.list()) {
    if (!isFileOf(name, recordingId) || known.has(name)) continue;
    const file = await files.read(name);
    const segment = file && segmentOfJournalFile(file);
    if (!segment) continue;
    const { sequence, sampleCount, bytes } = segment;
    found.push({
      recordingId,
      sequence,
      startSample: sequence * packetsPerSegment2 * PACKET_SAMPLES,
      sampleCount,
      sizeBytes: bytes.length,
      sha256: await ports.sha256(bytes),
      life: { kind: "journaled" }
    });
  }
  const { segments, gaps, unsure } = closeHoles(
    open,
    withoutPadding([...remembered, ...found].sort((a, b) => a.sequence - b.sequence))
  );
  const record = { ...open, gaps, unsure, state: "ended" };
  try {
    await records.putSegments(segments.filter(({ sequence }) => !isRemembered.has(sequence)));
    await records.putRecording(record);
    return { record, segments, isSaved: true };
  } catch (thrown) {
    if (toAppError(thrown).code !== "STORAGE_FULL") throw thrown;
    return { record, segments, isSaved: false };
  }
}
function withoutPadding(segments) {
  const last = segments.findIndex(({ sampleCount }) => sampleCount % PACKET_SAMPLES !== 0);
  return last < 0 ? segments : segments.slice(0, last + 1);
}
function closeHoles({ packetsPerSegment: packetsPerSegment2, gaps: noted, unsure }, segments) {
  const segmentSamples = packetsPerSegment2 * PACKET_SAMPLES;
  const lastSequence = segments.at(-1)?.sequence;
  const holes = [];
  const gaps = [];
  let startSample = 0;
  const closed = segments.map((segment) => {
    const { sequence, sampleCount } = segment;
    const placed = { ...segment, startSample };
    startSample += sampleCount;
    const missing = segmentSamples - sampleCount;
    if (missing > 0 && sequence !== lastSequence) {
      holes.push({ afterSample: sequence * segmentSamples + sampleCount, sampleCount: missing });
      const durationMs = Math.max(1, Math.round(missing * 1e3 / SAMPLE_RATE_HZ));
      gaps.push({ startSample, durationMs, reason: "lost" });
    }
    return placed;
  });
  const moved = (gap) => {
    const goneSamples = holes.map((hole) => Math.min(hole.sampleCount, Math.max(0, gap.startSample - hole.afterSample))).reduce((sum, count) => sum + count, 0);
    return { ...gap, startSample: gap.startSample - goneSamples };
  };
  gaps.push(...noted.map(moved));
  gaps.sort((a, b) => a.startSample - b.startSample);
  return {
    segments: closed,
    gaps: joinNearest(gaps, LIMITS.gapsPerRecording),
    unsure: unsure && { ...unsure, gaps: unsure.gaps.map(moved) }
  };
}

// packages/core/src/segment-life.ts
function nextLife(life, event) {
  if (event.kind === "found-verified")
    return life.kind === "verified" ? life : { kind: "verified" };
  switch (life.kind) {
    case "journaled":
    case "uploading":
    case "uploaded":
      return whileMoving(life, event);
    case "waiting":
      if (event.kind === "woken") return resume(life.next, life.failedAttempts);
      return event.kind === "retried" ? resume(life.next, 0) : life;
    case "stuck":
      return event.kind === "retried" ? resume(life.next, 0) : life;
    case "verified":
      return life;
  }
}
function whileMoving(life, event) {
  const { failedAttempts } = life;
  const next = nextStep(life);
  switch (event.kind) {
    case "put-started":
      return life.kind === "journaled" ? { kind: "uploading", sentBytes: 0, failedAttempts } : life;
    case "put-progressed":
      return life.kind === "uploading" ? { ...life, sentBytes: event.sentBytes } : life;
    case "put-ended":
      return life.kind === "uploaded" ? life : { kind: "uploaded", failedAttempts: 0 };
    case "found-missing":
      return life.kind === "uploaded" ? { kind: "journaled", failedAttempts } : life;
    case "postponed": {
      const { untilMs, code, counts } = event;
      const attempts = failedAttempts + (counts ? 1 : 0);
      return { kind: "waiting", untilMs, code, next, failedAttempts: attempts };
    }
    case "given-up":
      return { kind: "stuck", code: event.code, next };
    case "found-verified":
    case "woken":
    case "retried":
      return life;
  }
}
function nextStep(life) {
  return life.kind === "uploaded" ? "verify" : "upload";
}
function resume(next, failedAttempts) {
  return { kind: next === "verify" ? "uploaded" : "journaled", failedAttempts };
}
function durableLife(life) {
  switch (life.kind) {
    case "journaled":
    case "uploading":
      return { kind: "journaled" };
    case "waiting":
      return { kind: life.next === "verify" ? "uploaded" : "journaled" };
    case "uploaded":
    case "verified":
      return { kind: life.kind };
    case "stuck":
      return life;
  }
}
function revivedLife(durable) {
  switch (durable.kind) {
    case "journaled":
    case "uploaded":
      return { kind: durable.kind, failedAttempts: 0 };
    case "verified":
    case "stuck":
      return durable;
  }
}

// packages/recorder/src/unsure-gaps.ts
var TOLERANCE_MS = 500;
var MOST_GAPS = 8;
function gapsOfSetClock(unsure, time) {
  const { gaps } = unsure;
  if (gaps.length > MOST_GAPS) return [];
  const movedMs = unsure.offsetMs - time.offsetMs;
  const toleranceMs = TOLERANCE_MS + unsure.errorMs + time.errorMs;
  const fitting = [];
  for (let set = 0; set < 2 ** gaps.length; set++) {
    const chosen = gaps.filter((_, index) => (set >> index) % 2 === 1);
    const chosenMs = chosen.reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (Math.abs(chosenMs - movedMs) <= toleranceMs) fitting.push(chosen);
  }
  return fitting.length > 1 ? void 0 : fitting[0] ?? [];
}
function withoutGaps(gaps, none) {
  const isNone = (gap) => none.some((each) => isSameGap(each, gap));
  return gaps.filter((gap) => !isNone(gap));
}
function isSameGap(a, b) {
  return a.startSample === b.startSample && a.durationMs === b.durationMs && a.reason === b.reason;
}

// packages/recorder/src/upload/views.ts
function recordingView(record) {
  const { recordingId, storage, state, gaps } = record;
  return {
    recordingId,
    storage,
    state,
    missingMs: sureMissingMs(record),
    isFullOfGaps: gaps.length >= LIMITS.gapsPerRecording
  };
}
function sureMissingMs({ gaps, unsure, state }) {
  const unsureGaps = state === "sealed" ? [] : unsure?.gaps ?? [];
  return missingMs(gaps) - missingMs(unsureGaps);
}
function viewsOfRecords(record, segments) {
  return {
    recordings: [recordingView(record)],
    segments: segments.map(
      ({ recordingId, sequence, startSample, sampleCount, sizeBytes, life }) => ({
        recordingId,
        sequence,
        startSample,
        sampleCount,
        sizeBytes,
        life: revivedLife(life)
      })
    )
  };
}

// packages/recorder/src/upload/recording-upload.ts
function newRecordingUpload(stored) {
  const record = typeof stored.state === "string" ? stored : { ...stored, state: "ended" };
  return {
    record,
    uploads: [],
    isSealing: false,
    sealWait: void 0,
    failedSeals: 0,
    hold: void 0
  };
}
function placeHint({ record, uploads }) {
  const placed = uploads.filter(({ segment }) => segment.userType !== void 0);
  const found = placed.find(({ life }) => life.kind === "verified") ?? placed[0];
  const userType = found?.segment.userType ?? record.userType;
  return userType === void 0 ? {} : { userType };
}
function toRecordingView({ record, sealWait }) {
  const view = recordingView(record);
  return { ...view, state: sealWait ?? view.state };
}

// packages/recorder/src/upload/upload.ts
function newUpload(segment, isSaved2) {
  const isStuck2 = segment.life.kind === "stuck";
  return {
    segment,
    // What an earlier page gave up is tried once more: it may have been wrong about it, as releases
    // before this one were about every refusal that was not S3's, and what was wrong may be mended.
    life: nextLife(revivedLife(segment.life), { kind: "retried" }),
    storedLife: isSaved2 ? segment.life : void 0,
    isAsking: false,
    grant: void 0,
    grantUsableUntilMs: 0,
    mustRehash: isStuck2,
    misses: 0,
    // Of one that was verified, a crash may have left the file: removing it again is harmless.
    hasFile: true
  };
}
function takePlace(upload, userType) {
  if (userType !== void 0) upload.segment = { ...upload.segment, userType };
}
function isReady({ life, isAsking }) {
  return life.kind === "journaled" && !isAsking;
}
function isToVerify({ life, isAsking }) {
  return life.kind === "uploaded" && !isAsking;
}
function hasUsableGrant({ grant, grantUsableUntilMs }, nowMs) {
  return grant !== void 0 && nowMs < grantUsableUntilMs;
}
function toGrantRequest({ segment }) {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}
function toVerification({ segment }) {
  const { sequence, sizeBytes, sha256 } = segment;
  return { sequence, sizeBytes, sha256 };
}
function toRecord({ segment, life }) {
  return { ...segment, life: durableLife(life) };
}
function isSaved({ life, storedLife }) {
  const wanted = durableLife(life);
  if (storedLife === void 0 || storedLife.kind !== wanted.kind) return false;
  if (wanted.kind !== "stuck" || storedLife.kind !== "stuck") return true;
  return storedLife.code === wanted.code && storedLife.next === wanted.next;
}
function toSegmentView({ segment, life }) {
  const { recordingId, sequence, startSample, sampleCount, sizeBytes } = segment;
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, life };
}

// packages/recorder/src/upload/waits.ts
var OFFLINE_PROBE_MS = 3e4;
var SIGN_IN_PROBE_MS = 6e4;
function waitOf2(decision, code) {
  switch (decision.kind) {
    case "retry":
    case "presign-again":
    case "rehash":
      return { code, inMs: decision.inMs, counts: true };
    case "wait-online":
      return { code: "OFFLINE", inMs: OFFLINE_PROBE_MS, counts: false };
    case "wait-sign-in":
      return { code, inMs: SIGN_IN_PROBE_MS, counts: false };
    case "verify":
    case "give-up":
      return void 0;
  }
}
var CURES = {
  network: ["OFFLINE", "CONNECTION_LOST", "TIMEOUT", "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  "signed-in": [
    "NOT_SIGNED_IN",
    "TOKEN_EXPIRED",
    "TOKEN_REFUSED",
    "SIGN_IN_FAILED",
    "COOKIES_BLOCKED",
    "SIGN_IN_CANCELLED"
  ]
};
function cures(cause, code) {
  return CURES[cause].includes(code);
}

// packages/recorder/src/upload/board.ts
var Board = class {
  /** Oldest first: ids sort by time. */
  recordings = [];
  #changedUploads = /* @__PURE__ */ new Set();
  #changedRecordings = /* @__PURE__ */ new Set();
  #ports;
  #onWaitOver;
  #cancels = /* @__PURE__ */ new Set();
  /** @param onWaitOver - something may be done again */
  constructor(ports, onWaitOver) {
    this.#ports = ports;
    this.#onWaitOver = onWaitOver;
  }
  nowMs() {
    return Math.floor(this.#ports.clock.nowMicros() / 1e3);
  }
  find(recordingId) {
    return this.recordings.find(({ record }) => record.recordingId === recordingId);
  }
  /** Takes over what is not known yet; what is known can only move on. */
  take(record, segments, isSaved2) {
    let recording = this.find(record.recordingId);
    if (recording === void 0) {
      recording = newRecordingUpload(record);
      this.recordings.push(recording);
      this.recordings.sort((a, b) => a.record.recordingId < b.record.recordingId ? -1 : 1);
    } else if (recording.record.state === "open") {
      recording.record = record;
    }
    this.#changedRecordings.add(recording);
    const known = new Set(recording.uploads.map(({ segment }) => segment.sequence));
    for (const segment of segments) {
      if (known.has(segment.sequence)) continue;
      const upload = newUpload(segment, isSaved2);
      recording.uploads.push(upload);
      this.#changedUploads.add(upload);
    }
    recording.uploads.sort((a, b) => a.segment.sequence - b.segment.sequence);
  }
  /** Those that are not verified yet, oldest first. */
  openUploads(recording) {
    return recording.uploads.filter(({ life }) => life.kind !== "verified");
  }
  /** What has changed since the last call. */
  takeChanges() {
    const recordings = [...this.#changedRecordings];
    const uploads = [...this.#changedUploads];
    this.#changedRecordings.clear();
    this.#changedUploads.clear();
    return { recordings, uploads };
  }
  happen(upload, event) {
    const life = nextLife(upload.life, event);
    if (life === upload.life) return;
    upload.life = life;
    this.#changedUploads.add(upload);
  }
  /** A step failed for all of them: each waits, is verified, is hashed again, or is stuck. */
  fail(uploads, thrown) {
    const error = toAppError(thrown);
    const random01 = this.#ports.random01();
    const waits = /* @__PURE__ */ new Map();
    for (const upload of uploads) {
      upload.grant = void 0;
      const inMs = this.#takeFailure(upload, error, random01);
      if (inMs !== void 0) waits.set(inMs, [...waits.get(inMs) ?? [], upload]);
    }
    for (const [inMs, waiting] of waits) this.#wakeAfter(inMs, waiting);
  }
  /** S3 has nothing of it: the PUT was answered by something else, or its object is gone again. */
  missing(upload) {
    upload.misses += 1;
    this.happen(upload, { kind: "found-missing" });
    const code = upload.hasFile ? "BUCKET_BLOCKED" : "SEGMENT_MISSING";
    const attempt = upload.misses - 1;
    const random01 = this.#ports.random01();
    const wait = waitOf2(decideRetry({ code, attempt, online: true, random01 }), code);
    if (wait === void 0) return;
    this.#postpone(upload, wait);
    this.#wakeAfter(wait.inMs, [upload]);
  }
  /** Its bytes were read anew. */
  takeHash(upload, sha256, sizeBytes) {
    upload.segment = { ...upload.segment, sha256, sizeBytes };
    upload.storedLife = void 0;
    this.#changedUploads.add(upload);
  }
  /** What a set clock left in recordings that have ended is no gap; of one that goes on, its recorder says. */
  settleGaps(time) {
    for (const recording of this.recordings) {
      const { record } = recording;
      if (!record.unsure || record.state === "open" || record.state === "sealed") continue;
      const none = gapsOfSetClock(record.unsure, time);
      if (none === void 0) continue;
      const gaps = withoutGaps(record.gaps, none);
      recording.record = { ...record, gaps, unsure: void 0 };
      this.#changedRecordings.add(recording);
    }
  }
  sealed(recording) {
    recording.record = { ...recording.record, state: "sealed" };
    this.#changedRecordings.add(recording);
  }
  /** As {@link fail}, for the manifest. */
  failSeal(recording, thrown) {
    const error = toAppError(thrown);
    const decision = this.#decide(error, recording.failedSeals, this.#ports.random01());
    const wait = waitOf2(decision, error.code);
    this.#changedRecordings.add(recording);
    if (wait === void 0) {
      const { code } = error;
      recording.record = { ...recording.record, state: { kind: "stuck", code } };
      return;
    }
    if (wait.counts) recording.failedSeals += 1;
    const untilMs = this.nowMs() + wait.inMs;
    const sealWait = { kind: "waiting", untilMs, code: wait.code };
    recording.sealWait = sealWait;
    this.after(wait.inMs, () => {
      if (recording.sealWait === sealWait) this.#endSealWait(recording);
    });
  }
  /** Ends the waits that the cause cures. */
  wake(cause) {
    for (const recording of this.recordings) {
      for (const upload of recording.uploads) {
        const { life } = upload;
        if (life.kind === "waiting" && cures(cause, life.code)) {
          this.happen(upload, { kind: "woken" });
        }
      }
      if (recording.sealWait && cures(cause, recording.sealWait.code)) {
        this.#endSealWait(recording);
      }
    }
  }
  /** A person asks to try again: one segment, or everything. */
  retry(ref) {
    for (const recording of this.recordings) {
      const { record, uploads } = recording;
      if (ref !== void 0 && ref.recordingId !== record.recordingId) continue;
      for (const upload of uploads) {
        if (ref !== void 0 && ref.sequence !== upload.segment.sequence) continue;
        this.happen(upload, { kind: "retried" });
      }
      recording.failedSeals = 0;
      if (typeof record.state !== "string") recording.record = { ...record, state: "ended" };
      this.#endSealWait(recording);
    }
  }
  dispose() {
    for (const cancel of this.#cancels) cancel();
  }
  #decide({ code, details }, attempt, random01) {
    const retryAfter = details["retryAfterMs"];
    return decideRetry({
      code,
      attempt,
      online: this.#ports.isOnline(),
      random01,
      retryAfterMs: typeof retryAfter === "number" ? retryAfter : void 0
    });
  }
  /** @returns how long it waits, if it does */
  #takeFailure(upload, error, random01) {
    const { code } = error;
    const decision = this.#decide(error, attemptsOf(upload.life), random01);
    if (decision.kind === "verify") {
      this.happen(upload, { kind: "put-ended" });
      return void 0;
    }
    if (decision.kind === "rehash") upload.mustRehash = true;
    const wait = waitOf2(decision, code);
    if (wait) this.#postpone(upload, wait);
    else this.happen(upload, { kind: "given-up", code });
    return wait?.inMs;
  }
  #postpone(upload, { code, inMs, counts }) {
    this.happen(upload, { kind: "postponed", untilMs: this.nowMs() + inMs, code, counts });
  }
  #wakeAfter(inMs, uploads) {
    const waits = uploads.map((upload) => ({ upload, life: upload.life }));
    this.after(inMs, () => {
      for (const { upload, life } of waits) {
        if (upload.life === life) this.happen(upload, { kind: "woken" });
      }
    });
  }
  #endSealWait(recording) {
    recording.sealWait = void 0;
    this.#changedRecordings.add(recording);
  }
  /** Calls back once, unless the board is disposed of before; then something may be done again. */
  after(inMs, callback) {
    const cancel = this.#ports.setTimer(inMs, () => {
      this.#cancels.delete(cancel);
      callback();
      this.#onWaitOver();
    });
    this.#cancels.add(cancel);
  }
};
function attemptsOf(life) {
  return "failedAttempts" in life ? life.failedAttempts : 0;
}

// packages/recorder/src/upload/keeper.ts
var RETRY_MS = 3e4;
function createKeeper(options) {
  const { storage, recordingOf, setTimer: setTimer2 } = options;
  const { records } = storage;
  let recordings = /* @__PURE__ */ new Set();
  let uploads = /* @__PURE__ */ new Set();
  let work;
  let cancelRetry = () => {
  };
  async function saveLives(dirty) {
    const unsaved = dirty.filter(
      (upload) => !isSaved(upload) && recordingOf(upload)?.record.state !== "sealed"
    );
    if (unsaved.length === 0) return;
    const written = unsaved.map(toRecord);
    await records.putSegments(written);
    unsaved.forEach((upload, index) => {
      upload.storedLife = written[index]?.life;
    });
  }
  async function removeVerified(dirty) {
    for (const upload of dirty) {
      const { recordingId, sequence } = upload.segment;
      const recording = recordingOf(upload);
      if (recording === void 0 || !mayRemove(upload)) continue;
      const files = storage.files(recording.record.storage);
      await files.remove(journalFileName(recordingId, sequence));
      upload.hasFile = false;
    }
  }
  async function saveRecordings(dirty) {
    for (const { record, uploads: all } of dirty) {
      if (record.state === "sealed") await forget(record);
      if (record.state === "sealed" || record.state === "open") continue;
      if (all.some(({ storedLife }) => storedLife === void 0)) {
        throw new AppError("STORAGE_FAILED", "Its segments are not all remembered yet.");
      }
      await records.putRecording(record);
    }
  }
  async function forget({ recordingId, storage: kind }) {
    const files = storage.files(kind);
    for (const name of await files.list()) {
      if (isFileOf(name, recordingId)) await files.remove(name);
    }
    await records.removeRecording(recordingId);
  }
  const hasWork = () => uploads.size > 0 || recordings.size > 0;
  async function saveAll() {
    while (hasWork()) {
      const dirtyUploads = [...uploads];
      const dirtyRecordings = [...recordings];
      uploads = /* @__PURE__ */ new Set();
      recordings = /* @__PURE__ */ new Set();
      const outcomes = [
        await outcomeOf(saveLives(dirtyUploads)),
        await outcomeOf(removeVerified(dirtyUploads)),
        await outcomeOf(saveRecordings(dirtyRecordings))
      ];
      if (!outcomes.includes("failed")) continue;
      for (const upload of dirtyUploads) uploads.add(upload);
      for (const recording of dirtyRecordings) recordings.add(recording);
      cancelRetry();
      cancelRetry = setTimer2(RETRY_MS, start);
      return "failed";
    }
    return "done";
  }
  function start() {
    work ??= saveAll().then((outcome) => {
      work = void 0;
      if (outcome === "done" && hasWork()) start();
    });
  }
  return {
    keep: (someRecordings, someUploads) => {
      for (const recording of someRecordings) recordings.add(recording);
      for (const upload of someUploads) uploads.add(upload);
      start();
    },
    stop: async () => {
      cancelRetry();
      while (work !== void 0) await work;
      cancelRetry();
    }
  };
}
async function outcomeOf(work) {
  return work.then(
    () => "done",
    () => "failed"
  );
}
function mayRemove({ life, storedLife, hasFile }) {
  return life.kind === "verified" && storedLife !== void 0 && hasFile;
}

// packages/recorder/src/upload/answer-in-time.ts
var ANSWER_WITHIN_MS = 6e4;
async function answerInTime(ask, { signal, setTimer: setTimer2 }) {
  const late = new AbortController();
  const silence = Promise.withResolvers();
  const cancel = setTimer2(ANSWER_WITHIN_MS, () => {
    silence.reject(new AppError("TIMEOUT", `No answer came within ${ANSWER_WITHIN_MS / 1e3} s.`));
    late.abort();
  });
  try {
    return await Promise.race([ask(AbortSignal.any([signal, late.signal])), silence.promise]);
  } finally {
    cancel();
  }
}

// packages/recorder/src/upload/ask-newest.ts
async function askNewest(ask, { newest, older }, server) {
  if (server.isOlder) return ask(older);
  try {
    return await ask(newest);
  } catch (thrown) {
    if (toAppError(thrown).code !== "INPUT_INVALID") throw thrown;
    const answer = await ask(older);
    server.isOlder = true;
    return answer;
  }
}

// packages/recorder/src/upload/bucket-watch.ts
var REPORT_EVERY_MS = 6e4;
function createBucketWatch() {
  let isSilent = false;
  let isApiThere = false;
  let untold;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  function note({ details }) {
    const { status, s3Code } = details;
    untold = {
      ...typeof status === "number" ? { status } : {},
      ...typeof s3Code === "string" && CODE.test(s3Code) ? { code: s3Code } : {}
    };
  }
  return {
    stored: () => {
      isSilent = false;
    },
    failed: (error, hasMoved) => {
      const { code, details } = error;
      const isAnswered = details["status"] !== void 0;
      const isLost = code === "CONNECTION_LOST" || code === "TIMEOUT" && !hasMoved;
      if (isAnswered || !isLost) {
        isSilent = false;
        if (code === "UPLOAD_REFUSED" || code === "BUCKET_BLOCKED" || isSignersFault(error)) {
          note(error);
        }
        return error;
      }
      if (!isSilent || !isApiThere) {
        isApiThere &&= isSilent;
        isSilent = true;
        return error;
      }
      const sentence = "Uploads get no answer, although the API answers.";
      const blocked = new AppError("BUCKET_BLOCKED", sentence, { cause: error });
      note(blocked);
      return blocked;
    },
    report: (nowMs) => nowMs - toldAtMs >= REPORT_EVERY_MS ? untold : void 0,
    apiAnswered: (told, nowMs) => {
      isApiThere = true;
      if (told === void 0) return;
      toldAtMs = nowMs;
      untold = void 0;
    }
  };
}
var isSignersFault = ({ details }) => details["s3Code"] === "ExpiredToken";
var CODE = /^[A-Za-z0-9]{1,64}$/;

// packages/recorder/src/upload/take-verdict.ts
function takeVerdict(board, upload, verdict, userType) {
  switch (verdict?.state) {
    case "verified":
      takePlace(upload, userType);
      board.happen(upload, { kind: "found-verified" });
      return;
    case "mismatch":
      if (verdict.checksum === "absent") {
        const why = "The store gives no SHA-256 of what it holds.";
        board.fail([upload], new AppError("CHECKSUM_ABSENT", why));
      } else board.happen(upload, { kind: "given-up", code: "OBJECT_EXISTS" });
      return;
    case "missing":
      board.missing(upload);
      return;
    case void 0:
      board.fail([upload], new AppError("INTERNAL", "The answer lacks a verdict."));
  }
}

// packages/recorder/src/upload/sender.ts
var MAX_PUTS = 4;
var GRANT_MARGIN_SECONDS = 30;
function createSender({
  api,
  environment,
  storage,
  board,
  server,
  signal,
  pump,
  report
}) {
  const bucket = createBucketWatch();
  let isPresigning = false;
  let putCount = 0;
  let rehashCount = 0;
  function start() {
    for (const recording of board.recordings) {
      for (const upload of board.openUploads(recording)) {
        if (rehashCount >= MAX_PUTS) break;
        if (upload.mustRehash && isReady(upload)) void rehash(recording, upload);
      }
    }
    startPresigning();
    startPuts();
  }
  function startPresigning() {
    if (isPresigning) return;
    const nowMs = board.nowMs();
    let unused = 0;
    for (const recording of board.recordings) {
      const batch = [];
      for (const upload of board.openUploads(recording)) {
        if (!isReady(upload) || upload.mustRehash) continue;
        if (hasUsableGrant(upload, nowMs)) unused += 1;
        else if (batch.length < LIMITS.segmentsPerCall) batch.push(upload);
        else break;
      }
      if (unused >= MAX_PUTS) return;
      if (batch.length > 0) {
        void presign(recording, batch);
        return;
      }
    }
  }
  async function presign(recording, batch) {
    isPresigning = true;
    const stored = board.openUploads(recording).filter(isToVerify);
    const toVerify = server.isOlder ? [] : stored.slice(0, LIMITS.segmentsPerCall);
    const asked = [...batch, ...toVerify];
    for (const upload of asked) upload.isAsking = true;
    const usableSeconds = LIMITS.grantExpiresInSeconds - GRANT_MARGIN_SECONDS;
    const usableUntilMs = board.nowMs() + usableSeconds * 1e3;
    try {
      const { recordingId } = recording.record;
      const question = { recordingId, segments: batch.map(toGrantRequest) };
      const { grants, verdicts } = await askForGrants(question, {
        ...placeHint(recording),
        ...toVerify.length === 0 ? {} : { verify: toVerify.map(toVerification) }
      });
      if (grants.length !== batch.length) {
        throw new AppError("INTERNAL", `Asked for ${batch.length} grants, got ${grants.length}.`);
      }
      batch.forEach((upload, index) => {
        const grant = grants[index];
        upload.grant = grant;
        upload.grantUsableUntilMs = usableUntilMs;
        takePlace(upload, grant?.userType);
      });
      const found = new Map(verdicts.map((verdict) => [verdict.sequence, verdict]));
      for (const upload of toVerify) {
        const verdict = found.get(upload.segment.sequence);
        if (verdict) takeVerdict(board, upload, verdict, grants[0]?.userType);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail(batch, thrown);
    } finally {
      isPresigning = false;
      for (const upload of asked) upload.isAsking = false;
      pump();
    }
  }
  async function askForGrants(older, news) {
    const ask = (input) => answerInTime((endSignal) => api.presignSegments(input, { signal: endSignal }), {
      signal,
      setTimer: environment.setTimer
    });
    const refused = bucket.report(board.nowMs());
    const newest = { ...older, ...news, ...refused === void 0 ? {} : { refused } };
    const answer = await askNewest(ask, { newest, older }, server);
    bucket.apiAnswered(server.isOlder ? void 0 : refused, board.nowMs());
    return "grants" in answer ? answer : { grants: answer, verdicts: [] };
  }
  function startPuts() {
    const nowMs = board.nowMs();
    for (const recording of board.recordings) {
      for (const upload of board.openUploads(recording)) {
        if (putCount >= MAX_PUTS) return;
        if (isReady(upload) && hasUsableGrant(upload, nowMs)) void put(recording, upload);
      }
    }
  }
  async function put(recording, upload) {
    const { grant } = upload;
    if (grant === void 0) return;
    let hasMoved = false;
    putCount += 1;
    upload.isAsking = true;
    try {
      const bytes = (await readSegment2(recording, upload))?.bytes;
      if (bytes === void 0) {
        upload.hasFile = false;
      } else {
        board.happen(upload, { kind: "put-started" });
        report();
        const onProgress = (sentBytes) => {
          hasMoved ||= sentBytes > 0;
          board.happen(upload, { kind: "put-progressed", sentBytes });
          report();
        };
        await environment.putObject({ grant, bytes, signal, onProgress }).catch((thrown) => {
          throw bucket.failed(toAppError(thrown), hasMoved);
        });
        bucket.stored();
      }
      board.happen(upload, { kind: "put-ended" });
    } catch (thrown) {
      if (!signal.aborted) board.fail([upload], thrown);
    } finally {
      putCount -= 1;
      upload.isAsking = false;
      upload.grant = void 0;
      pump();
    }
  }
  async function rehash(recording, upload) {
    rehashCount += 1;
    upload.isAsking = true;
    try {
      const read = await readSegment2(recording, upload);
      if (read !== void 0 && read.sampleCount !== upload.segment.sampleCount) {
        board.happen(upload, { kind: "given-up", code: "SEGMENT_DAMAGED" });
      } else if (read !== void 0) {
        board.takeHash(upload, await environment.sha256(read.bytes), read.bytes.length);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail([upload], thrown);
    } finally {
      rehashCount -= 1;
      upload.mustRehash = false;
      upload.isAsking = false;
      pump();
    }
  }
  async function readSegment2({ record }, { segment }) {
    const name = journalFileName(segment.recordingId, segment.sequence);
    const file = await storage.files(record.storage).read(name);
    return file && segmentOfJournalFile(file);
  }
  return { start };
}

// packages/core/src/manifest.ts
var MAX_NAMED = 20;
function refuseSequences(code, state, sequences, sequenceCount = sequences.length) {
  if (sequences.length === 0) return;
  const named = sequences.slice(0, MAX_NAMED);
  const isCounted = sequenceCount !== "uncounted";
  const moreCount = isCounted ? sequenceCount - named.length : void 0;
  const rest = moreCount === void 0 ? " and more" : ` and ${moreCount} more`;
  throw new AppError(
    code,
    `Segments ${state}: ${named.join(", ")}${moreCount === 0 ? "" : rest}.`,
    {
      details: { sequences: named.join(","), ...isCounted ? { sequenceCount } : {} }
    }
  );
}
function refuseHoles(segments) {
  const last = segments.at(-1)?.sequence ?? -1;
  const leftOut = [];
  let expected = 0;
  for (const { sequence } of segments) {
    while (expected < sequence && leftOut.length < MAX_NAMED) leftOut.push(expected++);
    expected = sequence + 1;
  }
  refuseSequences("RECORDING_INCOMPLETE", "left out", leftOut, last + 1 - segments.length);
}

// packages/core/src/base64.ts
var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function bytesOfBase64(text) {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor(digits.length * 6 / 8));
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (const digit of digits) {
    bits = (bits << 6 | DIGITS.indexOf(digit)) & 65535;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[at++] = bits >> bitCount & 255;
  }
  return bytes;
}

// packages/core/src/segments-digest.ts
var HASH_BYTES = 32;
function segmentsDigest(segments, sha256) {
  const hashes = new Uint8Array(segments.length * HASH_BYTES);
  for (const [index, segment] of segments.entries()) {
    hashes.set(bytesOfBase64(segment.sha256), index * HASH_BYTES);
  }
  return sha256(hashes);
}

// packages/recorder/src/upload/settler.ts
var GAPS_BEFORE = 1e3;
var HELD_FOR_MS = 12e3;
function createSettler({ api, environment, board, server, signal, pump }) {
  const limits = { signal, setTimer: environment.setTimer };
  let isVerifying = false;
  function startVerifying() {
    if (isVerifying) return;
    for (const recording of board.recordings) {
      const open = board.openUploads(recording);
      const stored = open.filter(isToVerify).slice(0, LIMITS.segmentsPerCall);
      const isMoving = open.some(
        ({ life }) => life.kind === "journaled" || life.kind === "uploading"
      );
      if (stored.length === 0) recording.hold = void 0;
      const isDue = stored.length > 0 && !isMoving && !isHeldBack(recording);
      if (stored.length === LIMITS.segmentsPerCall || isDue) {
        void verify(recording, stored);
        return;
      }
    }
  }
  function isHeldBack(recording) {
    if (recording.record.state !== "open" || server.isOlder) return false;
    if (recording.hold === void 0) {
      const hold = { isOver: false };
      recording.hold = hold;
      board.after(HELD_FOR_MS, () => {
        hold.isOver = true;
      });
    }
    return !recording.hold.isOver;
  }
  async function verify(recording, batch) {
    isVerifying = true;
    for (const upload of batch) upload.isAsking = true;
    try {
      const question = {
        recordingId: recording.record.recordingId,
        segments: batch.map(toVerification)
      };
      const ask = (input) => answerInTime((endSignal) => api.verifySegments(input, { signal: endSignal }), limits);
      const newest = { ...question, ...placeHint(recording) };
      const { userType, segments } = await askNewest(ask, { newest, older: question }, server);
      const verdicts = new Map(segments.map((verdict) => [verdict.sequence, verdict]));
      for (const upload of batch) {
        takeVerdict(board, upload, verdicts.get(upload.segment.sequence), userType);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail(batch, thrown);
    } finally {
      isVerifying = false;
      for (const upload of batch) upload.isAsking = false;
      pump();
    }
  }
  function startSealing() {
    for (const recording of board.recordings) {
      const { record, isSealing, sealWait } = recording;
      const isDone = record.state === "ended" && board.openUploads(recording).length === 0;
      if (!isDone || isSealing || sealWait !== void 0) continue;
      if (recording.uploads.length === 0) board.sealed(recording);
      else void seal(recording);
    }
  }
  async function seal(recording) {
    const { recordingId, gaps } = recording.record;
    recording.isSealing = true;
    try {
      const segments = recording.uploads.map(toGrantRequest);
      refuseHoles(segments);
      const ask = (input) => answerInTime((endSignal) => api.sealRecording(input, { signal: endSignal }), limits);
      const newest = {
        recordingId,
        segmentCount: segments.length,
        digest: await segmentsDigest(segments, (bytes) => environment.sha256(bytes)),
        gaps: [...gaps],
        ...placeHint(recording)
      };
      const older = { recordingId, segments, gaps: [...joinNearest(gaps, GAPS_BEFORE)] };
      const manifest = await askNewest(ask, { newest, older }, server);
      if (manifest.recordingId !== recordingId) {
        throw new AppError("INTERNAL", "The answer is not the manifest of this recording.");
      }
      board.sealed(recording);
    } catch (thrown) {
      if (!signal.aborted) board.failSeal(recording, thrown);
    } finally {
      recording.isSealing = false;
      pump();
    }
  }
  return {
    start: () => {
      startVerifying();
      startSealing();
    }
  };
}

// packages/recorder/src/upload/uploader.ts
function createUploader(options) {
  const { environment, storage, onChange } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  const board = new Board(environment, pump);
  const lane = { ...options, board, server: { isOlder: false }, signal, pump, report };
  const sender = createSender(lane);
  const settler = createSettler(lane);
  const keeper = createKeeper({
    storage,
    recordingOf: ({ segment }) => board.find(segment.recordingId),
    setTimer: environment.setTimer
  });
  const stopListening = options.api.onServerTime?.((time) => {
    board.settleGaps(time);
    report();
  });
  function pump() {
    if (signal.aborted) return;
    sender.start();
    settler.start();
    report();
  }
  function report() {
    const { recordings, uploads } = board.takeChanges();
    if (signal.aborted || recordings.length + uploads.length === 0) return;
    keeper.keep(recordings, uploads);
    onChange({
      recordings: recordings.map(toRecordingView),
      segments: uploads.map(toSegmentView)
    });
  }
  return {
    take: (record, segments, isSaved2 = true) => {
      board.take(record, segments, isSaved2);
      pump();
    },
    wake: (cause) => {
      board.wake(cause);
      pump();
    },
    retry: (segment) => {
      board.retry(segment);
      pump();
    },
    sealed: () => board.recordings.filter(({ record }) => record.state === "sealed").map(toRecordingView),
    dispose: () => {
      disposed.abort();
      stopListening?.();
      board.dispose();
      return keeper.stop();
    }
  };
}

// packages/recorder/src/upload/leader.ts
var REREAD_MS = 6e4;
function createLeader(options) {
  const { owner, environment, storage, listener } = options;
  const disposed = new AbortController();
  const awaited = /* @__PURE__ */ new Map();
  const unread = /* @__PURE__ */ new Set();
  let cancelReread = () => {
  };
  const uploader = createUploader({ ...options, onChange: (views) => listener.onChange(views) });
  function awaitEnd(recordingId) {
    const known = awaited.get(recordingId);
    if (known) return known;
    const end = finish(recordingId).catch((thrown) => noteUnread(recordingId, thrown)).finally(() => awaited.delete(recordingId));
    awaited.set(recordingId, end);
    return end;
  }
  function noteUnread(recordingId, thrown) {
    if (disposed.signal.aborted) return;
    unread.add(recordingId);
    cancelReread();
    cancelReread = environment.setTimer(REREAD_MS, reread);
    listener.onFailure(recordingId, thrown);
  }
  function reread() {
    const again = [...unread];
    unread.clear();
    for (const recordingId of again) void awaitEnd(recordingId);
  }
  async function finish(recordingId) {
    const unlock = await environment.lock(recordingLock(recordingId), disposed.signal);
    try {
      const records = await storage.records.recordings(owner);
      const record = records.find((known) => known.recordingId === recordingId);
      if (record?.state !== "open") {
        if (record) uploader.take(record, await storage.records.segments(recordingId));
        return;
      }
      const recovered = await recoverRecording(record, { storage, sha256: environment.sha256 });
      const { segments, isSaved: isSaved2 } = recovered;
      uploader.take(recovered.record, segments, isSaved2);
      const sampleCount = segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
      if (sampleCount > 0) listener.onRescued({ recordingId, sampleCount });
    } finally {
      unlock();
    }
  }
  return {
    began: (recordingId) => void awaitEnd(recordingId),
    journaled: (recording, segments) => {
      if (recording.state === "open") uploader.take(recording, segments);
      void awaitEnd(recording.recordingId);
    },
    takeStored: async () => {
      const ends = [];
      for (const record of await storage.records.recordings(owner)) {
        const { recordingId, state } = record;
        try {
          uploader.take(record, await storage.records.segments(recordingId));
        } catch (thrown) {
          noteUnread(recordingId, thrown);
          continue;
        }
        if (state === "open") ends.push(awaitEnd(recordingId));
      }
      await Promise.all(ends);
    },
    retry: (segment) => {
      uploader.retry(segment);
      reread();
    },
    sealed: () => uploader.sealed(),
    wake: (cause) => {
      uploader.wake(cause);
      reread();
    },
    dispose: () => {
      disposed.abort();
      cancelReread();
      return uploader.dispose();
    }
  };
}
function uploaderLock(owner) {
  return `tapedeck-uploader-${owner}`;
}
function uploadsChannel(owner) {
  return `tapedeck-${owner}`;
}
function recordingLock(recordingId) {
  return `tapedeck-recording-${recordingId}`;
}

// packages/recorder/src/upload/tab-uploads.ts
function createTabUploads(options) {
  const { owner, environment, storage, listener } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  let leader;
  let release = () => {
  };
  const channel = environment.openChannel(uploadsChannel(owner), hear);
  const stopListening = environment.onWake(() => wake("network"));
  function hear(message) {
    if (signal.aborted) return;
    switch (message.kind) {
      case "began":
        leader?.began(message.recordingId);
        return;
      case "journaled":
        journaled(message.recording, message.segments);
        return;
      case "retry":
        leader?.retry(message.segment);
        return;
      case "wake":
        leader?.wake(message.cause);
        return;
      case "changed":
        listener.onChange(message.views);
        return;
      case "rescued":
        listener.onRescued(message.recording);
        return;
      case "server-time":
        listener.onServerTime(message.time);
        return;
      case "opened":
        if (leader)
          channel.post({ kind: "changed", views: { recordings: leader.sealed(), segments: [] } });
        return;
    }
  }
  function journaled(recording, segments) {
    if (leader) leader.journaled(recording, segments);
    else listener.onChange(viewsOfRecords(recording, segments));
  }
  async function lead() {
    release = await environment.lock(uploaderLock(owner), signal);
    leader = createLeader({
      ...options,
      listener: {
        onChange: (views) => {
          listener.onChange(views);
          channel.post({ kind: "changed", views });
        },
        onRescued: (recording) => {
          listener.onRescued(recording);
          channel.post({ kind: "rescued", recording });
        },
        onFailure: (_recordingId, thrown) => fail(thrown)
      }
    });
    const shown = listener.unsealed();
    const records = await storage.records.recordings(owner);
    const stored = new Set(records.map(({ recordingId }) => recordingId));
    listener.onSealed(shown.filter((recordingId) => !stored.has(recordingId)));
    await leader.takeStored();
  }
  async function showStored() {
    for (const record of await storage.records.recordings(owner)) {
      const segments = await storage.records.segments(record.recordingId);
      if (leader === void 0) listener.onChange(viewsOfRecords(record, segments));
    }
  }
  function fail(thrown) {
    if (!signal.aborted) listener.onFailure(toAppError(thrown));
  }
  function wake(cause) {
    if (leader) leader.wake(cause);
    else channel.post({ kind: "wake", cause });
  }
  channel.post({ kind: "opened" });
  void showStored().catch(fail);
  void lead().catch(fail);
  return {
    began: (recordingId) => {
      if (leader) leader.began(recordingId);
      else channel.post({ kind: "began", recordingId });
    },
    journaled: (recording, segments) => {
      journaled(recording, segments);
      if (leader === void 0) channel.post({ kind: "journaled", recording, segments });
    },
    retry: (segment) => {
      if (leader) leader.retry(segment);
      else channel.post({ kind: "retry", segment });
    },
    wake,
    tellServerTime: (time) => channel.post({ kind: "server-time", time }),
    dispose: async () => {
      disposed.abort();
      stopListening();
      channel.close();
      await leader?.dispose();
      release();
    }
  };
}

// packages/recorder/src/upload/page-uploads.ts
function createPageUploads(options) {
  const { environment, listener } = options;
  const memoryFiles = createMemoryFiles();
  const memory = createUploader({
    ...options,
    storage: { records: createMemoryRecords(), files: () => memoryFiles },
    onChange: (views) => listener.onChange(views)
  });
  const inMemory = /* @__PURE__ */ new Map();
  const disposed = new AbortController();
  let tab;
  const stopListening = options.api.onServerTime?.((time) => {
    listener.onServerTime(time);
    tab?.tellServerTime(time);
  });
  const opening = environment.openStorage(leaveToOthers).then((storage) => {
    if (!disposed.signal.aborted) tab = createTabUploads({ ...options, storage });
    return storage;
  }).catch((thrown) => {
    listener.onFailure(toAppError(thrown));
    return void 0;
  });
  function leaveToOthers() {
    if (disposed.signal.aborted) return;
    void tab?.dispose();
    tab = void 0;
    const why = "This page's storage was closed: reload it.";
    listener.onFailure(new AppError("STORAGE_FAILED", why));
  }
  let work = Promise.resolve();
  function inTurn(task) {
    work = work.then(task);
  }
  function takeInMemory(recording) {
    inMemory.set(recording.recordingId, recording);
    inTurn(() => memory.take(recording, []));
  }
  function endInMemory(recordingId) {
    const recording = inMemory.get(recordingId);
    if (recording?.state === "open") takeInMemory({ ...recording, state: "ended" });
    inMemory.delete(recordingId);
  }
  async function keepInMemory(recording, segment, bytes) {
    const name = journalFileName(segment.recordingId, segment.sequence);
    const file = await memoryFiles.create(name);
    file.append(bytes);
    memory.take(recording, [segment]);
  }
  return {
    beginRecording: async (recordingId) => {
      await opening;
      const release = await environment.lock(recordingLock(recordingId), disposed.signal);
      tab?.began(recordingId);
      return () => {
        endInMemory(recordingId);
        release();
      };
    },
    takeRecording: (recording) => {
      if (recording.storage !== "memory") tab?.journaled(recording, []);
      else takeInMemory(recording);
    },
    takeSegment: (recording, segment, bytes) => {
      if (recording.storage !== "memory" || !bytes) tab?.journaled(recording, [segment]);
      else inTurn(() => keepInMemory(recording, segment, bytes));
    },
    files: async (kind) => {
      if (kind === "memory") return memoryFiles;
      const storage = await opening;
      if (storage) return storage.files(kind);
      throw new AppError("STORAGE_FAILED", "This browser gives no access to its storage.");
    },
    hasRecords: async () => {
      const storage = await opening;
      return storage !== void 0 && (await storage.records.recordings(options.owner)).length > 0;
    },
    retry: (segment) => {
      memory.retry(segment);
      tab?.retry(segment);
    },
    wake: (cause) => {
      memory.wake(cause);
      void opening.then(() => tab?.wake(cause));
    },
    dispose: async () => {
      disposed.abort();
      stopListening?.();
      await opening;
      await Promise.all([memory.dispose(), tab?.dispose()]);
    }
  };
}

// packages/recorder/src/upload/view-store.ts
function createViewStore() {
  const shown = /* @__PURE__ */ new Map();
  let lists;
  function entryOf(recordingId) {
    const known = shown.get(recordingId) ?? { view: void 0, segments: /* @__PURE__ */ new Map() };
    shown.set(recordingId, known);
    return known;
  }
  function mergeRecording(view) {
    const entry2 = entryOf(view.recordingId);
    const isOlder = entry2.view?.state === "sealed" || entry2.view && view.state === "open";
    if (isOlder) return;
    entry2.view = view;
    if (view.state === "sealed")
      for (const { view: segment } of entry2.segments.values()) mergeSegment(segment);
  }
  function mergeSegment(heard) {
    const { view: recording, segments } = entryOf(heard.recordingId);
    if (segments.get(heard.sequence)?.view.life.kind === "verified") return;
    const isSealed = recording?.state === "sealed";
    const view = isSealed ? { ...heard, life: { kind: "verified" } } : heard;
    segments.set(heard.sequence, { view, snapshot: void 0 });
  }
  function listAll() {
    const newestFirst = [...shown.values()].flatMap(({ view, segments }) => view && segments.size > 0 ? [{ view, segments }] : []).sort((a, b) => a.view.recordingId < b.view.recordingId ? 1 : -1).map(({ view, segments }) => ({ view, segments: snapshotsOf(view, segments) }));
    return {
      recordings: newestFirst.map(({ view, segments }) => ({
        ...view,
        sampleCount: segments.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
        segmentCount: segments.length,
        verifiedCount: segments.filter(({ status }) => status.kind === "verified").length
      })),
      segments: newestFirst.flatMap(({ segments }) => segments)
    };
  }
  return {
    merge: ({ recordings, segments }) => {
      for (const recording of recordings) mergeRecording(recording);
      for (const segment of segments) mergeSegment(segment);
      lists = void 0;
    },
    recordings: () => (lists ??= listAll()).recordings,
    segments: () => (lists ??= listAll()).segments,
    unsealed: () => [...shown.values()].flatMap(
      ({ view }) => view === void 0 || view.state === "sealed" || view.storage === "memory" ? [] : [view.recordingId]
    ),
    seal: (recordings) => {
      for (const recordingId of recordings) {
        const { view } = entryOf(recordingId);
        if (view) mergeRecording({ ...view, state: "sealed" });
      }
      lists = void 0;
    },
    safety: (storageLasts) => {
      let safety = "in-bucket";
      for (const { view, segments } of shown.values()) {
        if (view === void 0 || view.state === "sealed") continue;
        const mayHoldMore = view.state === "open" && view.storage !== "memory";
        if (segments.size === 0 && !mayHoldMore) continue;
        if (view.storage === "memory") return "in-memory";
        if (!storageLasts) safety = "may-be-forgotten";
        else if (safety !== "stuck") safety = isStuck(view, segments) ? "stuck" : "on-device";
      }
      return safety;
    }
  };
}
function isStuck({ state }, segments) {
  if (typeof state !== "string" && state.kind === "stuck") return true;
  return [...segments.values()].some(({ view }) => view.life.kind === "stuck");
}
function snapshotsOf(recording, segments) {
  return [...segments.values()].map((segment) => segment.snapshot ??= toSnapshot(segment.view, recording)).sort((a, b) => b.sequence - a.sequence);
}
function toSnapshot({ life, ...view }, { storage }) {
  const isOnlyHere = life.kind === "journaled" && storage === "memory";
  const status = isOnlyHere ? { kind: "recorded" } : life;
  return { ...view, status };
}

// packages/recorder/src/recorder.ts
var SAMPLES_PER_MS2 = SAMPLE_RATE_HZ / 1e3;
function createRecorder(options) {
  const { environment = browserEnvironment } = options;
  const listeners = /* @__PURE__ */ new Set();
  const views = createViewStore();
  let session;
  let hasAskedToPersist = false;
  let lastServerTime;
  let peak = 0;
  let snapshot = {
    state: "idle",
    recordingId: void 0,
    elapsedMs: 0,
    lostMs: 0,
    isSilent: false,
    capture: "open",
    storage: void 0,
    room: { kind: "plenty" },
    // Until it is known: what may be forgotten must not be called safe meanwhile.
    storageLasts: false,
    safety: "in-bucket",
    recordings: [],
    segments: [],
    rescued: [],
    error: void 0
  };
  const uploads = createPageUploads({
    ...options,
    environment,
    listener: {
      onChange: (changed) => {
        views.merge(changed);
        showUploads();
      },
      unsealed: () => views.unsealed(),
      onSealed: (sealed) => {
        views.seal(sealed);
        showUploads();
      },
      onRescued: (recording) => update({ rescued: [...snapshot.rescued, recording] }),
      onFailure: (error) => update({ error: snapshot.error ?? error }),
      onServerTime: (time) => {
        lastServerTime = time;
        if (snapshot.state !== "idle") session?.serverTime(time);
      }
    }
  });
  function update(changed) {
    snapshot = { ...snapshot, ...changed };
    const isIdle = snapshot.state === "idle";
    snapshot = { ...snapshot, safety: isIdle ? views.safety(snapshot.storageLasts) : "recording" };
    for (const listener of listeners) listener();
  }
  function showUploads() {
    const { recordingId, lostMs } = snapshot;
    const recordings = views.recordings().map(
      (each) => each.recordingId === recordingId && each.state === "open" ? { ...each, missingMs: lostMs } : each
    );
    update({ recordings, segments: views.segments() });
  }
  function dispatch(event, changed = {}) {
    const state = nextState(snapshot.state, event);
    if (state === snapshot.state) return false;
    update({ ...changed, state });
    return true;
  }
  async function open(startOptions) {
    const request = toSessionRequest(options, startOptions, environment);
    const { recordingId } = request;
    update({ recordingId });
    const release = await uploads.beginRecording(recordingId);
    if (snapshot.state !== "starting") {
      release();
      dispatch("finished");
      return void 0;
    }
    const { bitsPerSecond } = request;
    const watch = watchStorage({ environment, bitsPerSecond, onRoom: (room) => update({ room }) });
    const opened = (options.openSession ?? openSession)(request, sessionListener(), environment);
    void opened.finished.then(() => {
      watch.stop();
      release();
      dispatch("finished", { room: { kind: "plenty" } });
      if (snapshot.elapsedMs > 0) askToPersist();
    });
    return opened;
  }
  function askToPersist() {
    if (hasAskedToPersist) return;
    hasAskedToPersist = true;
    void environment.persistStorage().catch(() => false);
  }
  function sessionListener() {
    let recording;
    const silenceWatch = createSilenceWatch();
    return {
      onProgress: (progress) => {
        peak = Math.max(peak, progress.peak);
        const { lostMs, sampleCount } = progress;
        const isSilent = silenceWatch(sampleCount, progress.peak);
        const isLossNew = lostMs !== snapshot.lostMs;
        update({ elapsedMs: sampleCount / SAMPLES_PER_MS2, lostMs, isSilent });
        if (isLossNew) showUploads();
        dispatch("sound");
      },
      onStandstill: (sampleCount) => update({ elapsedMs: sampleCount / SAMPLES_PER_MS2 }),
      onRecording: (changed) => {
        if (recording === void 0 && lastServerTime) session?.serverTime(lastServerTime);
        recording = changed;
        update({ storage: changed.storage, lostMs: sureMissingMs(changed) });
        uploads.takeRecording(changed);
      },
      onSegment: ({ segment, file }) => {
        if (recording) uploads.takeSegment(recording, segment, file);
      },
      onCapture: (capture) => update({ capture }),
      onFailure: (error) => {
        update({ error: snapshot.error ?? error });
        dispatch("stop");
      }
    };
  }
  async function stop() {
    if (dispatch("stop")) session?.stop();
    await session?.finished;
  }
  environment.storageLasts().then(
    (isKnown) => {
      update({ storageLasts: isKnown });
    },
    () => {
    }
  );
  return {
    start: async (startOptions) => {
      const begun = { elapsedMs: 0, lostMs: 0, isSilent: false, error: void 0 };
      if (!dispatch("start", { ...begun, capture: "open" })) {
        throw new AppError("INPUT_INVALID", "A recording is running; stop it first.");
      }
      try {
        session = await open(startOptions);
      } catch (thrown) {
        const error = toAppError(thrown);
        dispatch("finished", { error });
        throw error;
      }
      await session?.started;
    },
    pause: () => {
      if (dispatch("pause")) session?.pause();
    },
    resume: () => {
      if (dispatch("resume")) session?.resume();
    },
    resumeCapture: () => session?.resumeCapture(),
    stop,
    retry: (segment) => uploads.retry(segment),
    wake: (cause) => uploads.wake(cause),
    deviceCopies: async (recordingId) => {
      const recording = views.recordings().find((known) => known.recordingId === recordingId);
      return deviceCopies(recordingId, await uploads.files(recording?.storage ?? "memory"));
    },
    hasRecords: () => uploads.hasRecords(),
    levelPeak: () => {
      const loudest = peak;
      peak = 0;
      return loudest;
    },
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    dispose: async () => {
      await stop();
      await uploads.dispose();
      listeners.clear();
    }
  };
}

// packages/recorder/src/journal/journal-writer.ts
async function createJournalWriter(options) {
  const { files, recordingId, packetsPerSegment: packetsPerSegment2 } = options;
  const open = /* @__PURE__ */ new Map();
  let waiting = [];
  let failure;
  let recent = [];
  let packetCount = 0;
  let nextSequence = 0;
  let opening = Promise.resolve();
  function openAhead(sequence) {
    opening = opening.then(async () => {
      try {
        open.set(sequence, await files.create(journalFileName(recordingId, sequence)));
        drain();
      } catch (thrown) {
        failure ??= { error: toAppError(thrown), sequence };
      }
    });
  }
  function drain() {
    const stuckAt = waiting.findIndex(({ sequence }) => !open.has(sequence));
    const ready = stuckAt < 0 ? waiting : waiting.slice(0, stuckAt);
    waiting = waiting.slice(ready.length);
    for (const { sequence, entry: entry2 } of ready) open.get(sequence)?.append(encodeEntry(entry2));
  }
  function sequenceOf(packetIndex) {
    return Math.max(0, Math.floor((packetIndex - PRIMING_PACKETS) / packetsPerSegment2));
  }
  function beginFile(sequence) {
    const header = {
      kind: "header",
      recordingId,
      sequence,
      skipPackets: Math.max(recent.length, sequence === 0 ? PRIMING_PACKETS : 0)
    };
    const preRoll = recent.map((bytes) => ({ kind: "packet", bytes }));
    waiting.push(...[header, ...preRoll].map((entry2) => ({ sequence, entry: entry2 })));
    nextSequence = sequence + 1;
    openAhead(nextSequence);
  }
  openAhead(0);
  await opening;
  if (failure !== void 0) throw failure.error;
  return {
    append: (packet) => {
      if (failure !== void 0) throw failure.error;
      const sequence = sequenceOf(packetCount);
      if (sequence === nextSequence) beginFile(sequence);
      waiting.push({ sequence, entry: { kind: "packet", bytes: packet } });
      try {
        drain();
      } catch (thrown) {
        failure = { error: toAppError(thrown), sequence };
        throw failure.error;
      }
      packetCount += 1;
      recent = [...recent, packet].slice(-PREROLL_PACKETS);
    },
    close: async (sequence, sampleCount) => {
      while (waiting.some((entry2) => entry2.sequence === sequence) && failure === void 0) {
        await opening;
      }
      if (failure !== void 0 && failure.sequence <= sequence) throw failure.error;
      const file = open.get(sequence);
      if (file === void 0) {
        throw new AppError("STORAGE_FAILED", `The file of segment ${sequence} is closed.`);
      }
      open.delete(sequence);
      try {
        file.append(encodeEntry({ kind: "end", sampleCount }));
      } finally {
        await file.close();
      }
    },
    finish: async (endSample) => {
      await opening;
      const left = [...open];
      open.clear();
      const closed = await Promise.allSettled(
        left.map(async ([sequence, file]) => {
          await file.close();
          const startSample = sequence * packetsPerSegment2 * PACKET_SAMPLES;
          if (startSample >= endSample) await files.remove(journalFileName(recordingId, sequence));
        })
      );
      for (const outcome of closed) if (outcome.status === "rejected") throw outcome.reason;
    }
  };
}

// packages/recorder/src/journal/recording-journal.ts
async function createRecordingJournal(options) {
  const { recordingId, owner, userType, packetsPerSegment: packetsPerSegment2, files, records, sha256 } = options;
  let record = {
    recordingId,
    owner,
    ...userType === void 0 ? {} : { userType },
    packetsPerSegment: packetsPerSegment2,
    storage: files.kind,
    state: "open",
    gaps: []
  };
  await records.putRecording(record);
  const writer = await createJournalWriter({ files, recordingId, packetsPerSegment: packetsPerSegment2 });
  let work = Promise.resolve();
  function inTurn(task) {
    const done = work.then(task);
    work = done.catch(() => void 0);
    return done;
  }
  async function closeSegment(cut) {
    const { sequence, startSample, sampleCount } = cut;
    const bytes = writeSegment({ ...cut, channelCount: 1 });
    await writer.close(sequence, sampleCount);
    const segment = {
      recordingId,
      sequence,
      startSample,
      sampleCount,
      sizeBytes: bytes.length,
      sha256: await sha256(bytes),
      life: { kind: "journaled" }
    };
    await records.putSegments([segment]);
    return segment;
  }
  let failed = false;
  let closeFailure;
  const noteFailure = (thrown) => {
    failed = true;
    throw thrown;
  };
  async function closeNext(cut) {
    if (closeFailure) throw closeFailure;
    try {
      return await closeSegment(cut);
    } catch (thrown) {
      closeFailure = toAppError(thrown);
      return noteFailure(closeFailure);
    }
  }
  return {
    record: () => record,
    append: (packet) => {
      try {
        writer.append(packet);
      } catch (thrown) {
        noteFailure(thrown);
      }
    },
    closeSegment: (cut) => inTurn(() => closeNext(cut)),
    noteGaps: (gaps, unsure) => {
      record = { ...record, gaps, unsure };
      const noted = record;
      void inTurn(async () => {
        if (noted === record) await records.putRecording(noted);
      }).catch(() => void 0);
    },
    finish: (endSample) => inTurn(async () => {
      await writer.finish(endSample);
      if (!failed) {
        record = { ...record, state: "ended" };
        await records.putRecording(record);
      }
      return record;
    })
  };
}

// packages/recorder/src/pcm-source.ts
async function readPcm(source, onBlock, { signal }) {
  if (source.kind === "processor") await readStream(source.readable, onBlock, signal);
  else await readPort(source, onBlock, signal);
}
async function readStream(readable, onBlock, signal) {
  const reader = readable.getReader();
  const cancelled = new Promise((resolve) => {
    const cancel = () => void reader.cancel().then(resolve, resolve);
    signal.addEventListener("abort", cancel, { once: true });
  });
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    try {
      if (signal.aborted) continue;
      onBlock({ samples: downmix(value), sampleRateHz: value.sampleRate });
    } finally {
      value.close();
    }
  }
  if (signal.aborted) await cancelled;
}
function downmix(data) {
  const mono = new Float32Array(data.numberOfFrames);
  const plane = new Float32Array(data.numberOfFrames);
  for (let channel = 0; channel < data.numberOfChannels; channel++) {
    data.copyTo(plane, { planeIndex: channel, format: "f32-planar" });
    for (let i = 0; i < mono.length; i++) {
      mono[i] = (mono[i] ?? 0) + (plane[i] ?? 0) / data.numberOfChannels;
    }
  }
  return mono;
}
function readPort({ port, sampleRateHz }, onBlock, signal) {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => {
      onBlock({ samples: data.samples, sampleRateHz });
    };
    signal.addEventListener(
      "abort",
      () => {
        port.close();
        resolve();
      },
      { once: true }
    );
  });
}

// packages/recorder/src/lost-watch.ts
var DRIFT = 6e-4;
var LEAST_LOSS_MS = 20;
var SETTLED_MS = 4e3;
var SETTLED_AT_END_MS = 1e3;
var JITTER_MS = LEAST_LOSS_MS / 2;
var CATCHING_UP_MS = 15e3;
var OPENING_MS = 1e3;
var OPENING_TOLERANCE_MS = 250;
function createLostWatch({ bufferMs = 0 } = {}) {
  let soundMs = 0;
  let roomMs = bufferMs;
  let level;
  let high;
  let last;
  let rises = [];
  function settle(soundNeededMs) {
    const news = [];
    while (level !== void 0) {
      const [rise2, ...later] = rises;
      if (rise2 === void 0 || soundMs - rise2.first.soundMs < soundNeededMs) break;
      rises = later;
      if (rise2.behindMs - mostBehind(level, rise2.soundMs) >= LEAST_LOSS_MS) {
        const startSample = last?.endSample;
        const durationMs = rise2.behindMs - level.behindMs - roomMs;
        roomMs = Math.max(0, -durationMs);
        if (startSample !== void 0 && durationMs >= LEAST_LOSS_MS) {
          news.push({ kind: "lost", startSample, durationMs });
        }
        level = rise2;
        high = rise2;
      }
      last = rise2;
    }
    return news;
  }
  function stand(point) {
    level = point;
    last = point;
    rises = [];
    if (high === void 0 || soundMs <= OPENING_MS || soundMs - high.soundMs > CATCHING_UP_MS) {
      high = point;
    }
    const caughtUpMs = high.behindMs - point.behindMs;
    if (caughtUpMs < 0 || caughtUpMs >= LEAST_LOSS_MS) high = point;
    if (caughtUpMs < LEAST_LOSS_MS) return [];
    const durationMs = caughtUpMs - (bufferMs - roomMs);
    roomMs = Math.min(bufferMs, roomMs + caughtUpMs);
    return durationMs <= 0 ? [] : [{ kind: "late", durationMs }];
  }
  function rise(point) {
    let first = point;
    for (let above = rises.at(-1); above && above.behindMs >= point.behindMs; above = rises.at(-1)) {
      rises.pop();
      if (above.first.behindMs - point.behindMs <= JITTER_MS) ({ first } = above);
    }
    rises.push({ ...point, first });
  }
  return {
    block: ({ atMs, durationMs, endSample }) => {
      soundMs += durationMs;
      const point = { behindMs: atMs - soundMs, soundMs, endSample };
      const tolerance = soundMs <= OPENING_MS ? OPENING_TOLERANCE_MS : 0;
      if (level === void 0 || point.behindMs <= mostBehind(level, soundMs) + tolerance) {
        return stand(point);
      }
      rise(point);
      return settle(SETTLED_MS);
    },
    rest: () => {
      const point = rises.pop();
      if (point) rises.push({ ...point, endSample: void 0 });
      else if (last) last = { ...last, endSample: void 0 };
    },
    ended: () => settle(SETTLED_AT_END_MS)
  };
}
function mostBehind(level, soundMs) {
  return level.behindMs + (soundMs - level.soundMs) * DRIFT;
}

// packages/recorder/src/gap-watch.ts
var MERGE_WITHIN_SAMPLES = SAMPLE_RATE_HZ;
var INTERRUPTED_MS = 3e3;
var JUMP_MS = 3e3;
var TOLD_WITHIN_MS = 1e4;
var LATE_WITHIN_SAMPLES = 60 * SAMPLE_RATE_HZ;
var LEAST_GAP_MS = 20;
function createGapWatch(options = {}) {
  const lostWatch = createLostWatch(options);
  let noted = [];
  let gaps;
  let pause;
  let lastMoment;
  let recordedSamples = 0;
  let serverTime;
  function change(changed) {
    const unsure = changed.filter(({ isUnsure }) => isUnsure);
    const sure = unsure.length > 0 ? changed.filter(({ isUnsure }) => !isUnsure) : changed;
    const named = joinNearest(sure, LIMITS.gapsPerRecording - unsure.length);
    noted = named === sure ? changed : [...named, ...unsure].toSorted(byPlace);
    gaps = void 0;
  }
  function add(gap) {
    const index = noted.findLastIndex(({ startSample }) => startSample <= gap.startSample);
    const before = noted[index];
    const isNear = before && gap.startSample - before.startSample < MERGE_WITHIN_SAMPLES;
    if (isNear && before.reason === "lost" && gap.reason === "lost") {
      const durationMs = before.durationMs + gap.durationMs;
      change(noted.with(index, { ...before, durationMs }));
    } else {
      change(noted.toSpliced(index + 1, 0, gap));
    }
  }
  function takeBack(lateMs) {
    let leftMs = Math.round(lateMs);
    for (let index = noted.length - 1; index >= 0 && leftMs > 0; index--) {
      const gap = noted[index];
      if (!gap || gap.startSample < recordedSamples - LATE_WITHIN_SAMPLES) return;
      if (gap.foundBy !== "sound") continue;
      const durationMs = gap.durationMs - leftMs;
      leftMs -= gap.durationMs;
      change(
        durationMs < LEAST_GAP_MS ? noted.toSpliced(index, 1) : noted.with(index, { ...gap, durationMs })
      );
    }
  }
  function takeNews(news) {
    for (const each of news) {
      if (each.kind === "late") {
        takeBack(each.durationMs);
        continue;
      }
      const durationMs = Math.round(each.durationMs);
      const reason = durationMs >= INTERRUPTED_MS ? "interrupted" : "lost";
      add({ startSample: each.startSample, durationMs, reason, foundBy: "sound" });
    }
  }
  function watchClocks(moment, startSample) {
    const jumpMs = lastMoment === void 0 ? 0 : aheadMs(moment) - aheadMs(lastMoment);
    lastMoment = moment;
    if (jumpMs <= -JUMP_MS && serverTime) {
      serverTime = { ...serverTime, offsetMs: serverTime.offsetMs - jumpMs };
      if (noted.some(({ isUnsure }) => isUnsure)) gaps = void 0;
    }
    if (jumpMs < JUMP_MS) return;
    const gap = {
      startSample,
      durationMs: Math.round(jumpMs),
      reason: pause ? "paused" : "interrupted",
      foundBy: "clocks"
    };
    add(serverTime ? { ...gap, isUnsure: true } : gap);
  }
  function unsureGaps() {
    const unsure = noted.filter(({ isUnsure }) => isUnsure).map(plainGap);
    return serverTime && unsure.length > 0 ? { ...serverTime, gaps: unsure } : void 0;
  }
  return {
    block: ({ moment, startSample, durationMs }) => {
      watchClocks(moment, startSample);
      recordedSamples = startSample;
      const endSample = startSample + Math.round(durationMs * SAMPLE_RATE_HZ / 1e3);
      takeNews(
        lostWatch.block({
          atMs: moment.monotonicMs,
          durationMs,
          endSample: pause === void 0 ? endSample : void 0
        })
      );
    },
    paused: ({ moment, startSample }) => {
      pause = { monotonicMs: moment.monotonicMs, startSample };
      lostWatch.rest();
    },
    resumed: ({ moment }) => {
      if (pause === void 0) return;
      watchClocks(moment, pause.startSample);
      const durationMs = Math.max(1, Math.round(moment.monotonicMs - pause.monotonicMs));
      const { startSample } = pause;
      add({ startSample, durationMs, reason: "paused", foundBy: "pause" });
      pause = void 0;
    },
    ended: () => takeNews(lostWatch.ended()),
    serverTime: (time) => {
      const isOld = Math.abs((lastMoment?.wallMs ?? time.toldAtMs) - time.toldAtMs) > TOLD_WITHIN_MS;
      if (isOld) return;
      const unsure = unsureGaps();
      const none = unsure && gapsOfSetClock(unsure, time);
      if (unsure && !none) return;
      if (!serverTime || unsure || isBetter(time, serverTime)) {
        serverTime = { offsetMs: time.offsetMs, errorMs: time.errorMs };
      }
      if (!none) return;
      const isNone = (gap) => gap.isUnsure && withoutGaps([gap], none).length === 0;
      change(noted.filter((gap) => !isNone(gap)).map(sureGap));
    },
    gaps: () => gaps ??= noted.map(plainGap),
    unsure: unsureGaps
  };
}
function isBetter(time, than) {
  const differenceMs = Math.abs(time.offsetMs - than.offsetMs);
  return time.errorMs <= than.errorMs || differenceMs > time.errorMs + than.errorMs;
}
function byPlace(a, b) {
  return a.startSample - b.startSample;
}
function sureGap(gap) {
  return { ...plainGap(gap), foundBy: gap.foundBy };
}
function plainGap({ startSample, durationMs, reason }) {
  return { startSample, durationMs, reason };
}
function aheadMs({ wallMs, monotonicMs }) {
  return wallMs - monotonicMs;
}

// packages/recorder/src/longest-recording.ts
function longestRecording(packetsPerSegment2) {
  const ofAllSegments = LIMITS.segmentsPerRecording * packetsPerSegment2 * PACKET_SAMPLES;
  return Math.min(ofAllSegments, LIMITS.recordingHours * 3600 * SAMPLE_RATE_HZ);
}
function tooLong() {
  const { segmentsPerRecording, recordingHours } = LIMITS;
  return new AppError(
    "RECORDING_TOO_LONG",
    `A recording may have ${segmentsPerRecording} segments and ${recordingHours} hours at most.`
  );
}

// packages/recorder/src/segmenter.ts
function createSegmenter({
  packetsPerSegment: packetsPerSegment2
}) {
  const segmentSamples = packetsPerSegment2 * PACKET_SAMPLES;
  let sequence = 0;
  let kept = [];
  let keptFrom = 0;
  const packetCount = () => keptFrom + kept.length;
  function takeUntil(endSample) {
    const { firstPacket, skipSamples } = segmentCut({ sequence, packetsPerSegment: packetsPerSegment2 });
    const startSample = sequence * segmentSamples;
    const endPacket = PRIMING_PACKETS + Math.ceil(endSample / PACKET_SAMPLES);
    const cut = {
      sequence,
      startSample,
      sampleCount: endSample - startSample,
      packets: kept.slice(firstPacket - keptFrom, endPacket - keptFrom),
      skipSamples,
      discardSamples: (endPacket - PRIMING_PACKETS) * PACKET_SAMPLES - endSample
    };
    sequence += 1;
    const nextFirst = segmentCut({ sequence, packetsPerSegment: packetsPerSegment2 }).firstPacket;
    kept = kept.slice(nextFirst - keptFrom);
    keptFrom = nextFirst;
    return cut;
  }
  function takeWhole(capturedSamples) {
    const cuts = [];
    for (; ; ) {
      const endSample = (sequence + 1) * segmentSamples;
      const endPacket = segmentCut({ sequence, packetsPerSegment: packetsPerSegment2 }).endPacket;
      if (endSample > capturedSamples || endPacket > packetCount()) return cuts;
      cuts.push(takeUntil(endSample));
    }
  }
  return {
    push: (packet) => {
      kept.push(packet);
    },
    takeWhole,
    takeRest: (capturedSamples) => {
      const heldSamples = (packetCount() - PRIMING_PACKETS) * PACKET_SAMPLES;
      const endSample = Math.min(capturedSamples, heldSamples);
      const cuts = takeWhole(endSample);
      if (endSample > sequence * segmentSamples) cuts.push(takeUntil(endSample));
      return cuts;
    }
  };
}

// packages/recorder/src/encoding.ts
var PROGRESS_SAMPLES = SAMPLE_RATE_HZ / 20;
var BUFFER_MS = { worklet: 135, processor: 0 };
function startEncoding(request, ports) {
  const { recordingId, packetsPerSegment: packetsPerSegment2, bitsPerSecond } = request;
  const { journal, files, now, post } = ports;
  const maxSamples = longestRecording(packetsPerSegment2);
  let reading = new AbortController();
  let sourceCount = 0;
  const segmenter = createSegmenter({ packetsPerSegment: packetsPerSegment2 });
  const encoder = createPacketEncoder({ bitsPerSecond, onPacket: takePacket, onFailure: fail });
  const gapWatch = createGapWatch({ bufferMs: BUFFER_MS[request.source.kind] });
  let notedGaps = gapWatch.gaps();
  let posted = Promise.resolve();
  let journalFailed = false;
  let paused = false;
  let finishing = false;
  let lostMs = 0;
  let peak = 0;
  let nextProgressSample = 0;
  function takeBlock(block) {
    if (finishing) return;
    watchForGaps(block);
    if (paused) return;
    const blockSamples = block.samples.length * SAMPLE_RATE_HZ / block.sampleRateHz;
    if (encoder.capturedSamples() + blockSamples > maxSamples) {
      fail(tooLong());
      return;
    }
    try {
      encoder.encode(block);
    } catch (thrown) {
      fail(encoderError(thrown));
      return;
    }
    for (const sample of block.samples) peak = Math.max(peak, Math.abs(sample));
    reportProgress();
  }
  function watchForGaps({ samples, sampleRateHz }) {
    gapWatch.block({
      moment: now(),
      startSample: encoder.capturedSamples(),
      durationMs: samples.length * 1e3 / sampleRateHz
    });
    noteGaps();
  }
  function noteGaps() {
    if (gapWatch.gaps() === notedGaps) return;
    notedGaps = gapWatch.gaps();
    const unsure = gapWatch.unsure();
    lostMs = missingMs(notedGaps) - missingMs(unsure?.gaps ?? []);
    journal.noteGaps(notedGaps, unsure);
  }
  function reportProgress() {
    const sampleCount = encoder.capturedSamples();
    if (sampleCount < nextProgressSample) return;
    nextProgressSample = sampleCount + PROGRESS_SAMPLES;
    post({ kind: "progress", sampleCount, peak: Math.min(1, peak), lostMs });
    peak = 0;
  }
  function takePacket(bytes) {
    if (journalFailed) return;
    try {
      journal.append(bytes);
    } catch (thrown) {
      journalFailed = true;
      fail(toAppError(thrown));
      return;
    }
    segmenter.push(bytes);
    for (const cut of segmenter.takeWhole(encoder.capturedSamples())) closeSegment(cut);
  }
  function closeSegment(cut) {
    posted = posted.then(async () => {
      const segment = await journal.closeSegment(cut);
      const name = journalFileName(recordingId, segment.sequence);
      const file = files.kind === "memory" ? await files.read(name) : void 0;
      post({ kind: "segment", segment, file }, file ? [file.buffer] : []);
    }).catch((thrown) => fail(toAppError(thrown)));
  }
  function fail(error) {
    post({ kind: "failed", code: error.code, message: error.message });
    finish();
  }
  function finish() {
    if (finishing) return;
    finishing = true;
    reading.abort();
    gapWatch.ended();
    noteGaps();
    const reportFailure = (thrown) => {
      const { code, message } = encoderError(thrown);
      post({ kind: "failed", code, message });
    };
    let recording;
    void encoder.finish().catch(reportFailure).then(async () => {
      for (const cut of segmenter.takeRest(encoder.capturedSamples())) closeSegment(cut);
      await posted;
      recording = await journal.finish(encoder.capturedSamples());
    }).catch(reportFailure).finally(() => {
      post({ kind: "finished", sampleCount: encoder.capturedSamples(), recording });
    });
  }
  function read(source) {
    reading.abort();
    if (finishing) return;
    reading = new AbortController();
    const { signal } = reading;
    const number = sourceCount++;
    const end = () => {
      if (!signal.aborted) post({ kind: "source-ended", source: number });
    };
    readPcm(source, takeBlock, { signal }).then(end, end);
  }
  read(request.source);
  return {
    read,
    pause: () => {
      if (paused || finishing) return;
      paused = true;
      const atSample = encoder.capturedSamples();
      gapWatch.paused({ moment: now(), startSample: atSample });
      post({ kind: "paused", atSample });
    },
    resume: () => {
      if (!paused) return;
      paused = false;
      gapWatch.resumed({ moment: now() });
      noteGaps();
    },
    serverTime: (time) => {
      gapWatch.serverTime(time);
      noteGaps();
    },
    stop: finish
  };
}
function encoderError(thrown) {
  if (thrown instanceof AppError) return thrown;
  const { message } = toAppError(thrown);
  return new AppError("ENCODER_FAILED", `The audio encoder failed: ${message}`, { cause: thrown });
}

// packages/web/src/server-clock.ts
var HALF_SECOND_MS = 500;
var JUMP_MS2 = 1e3;
function createServerClock(ports) {
  const listeners = /* @__PURE__ */ new Set();
  let last;
  const nowOfBoth = () => ({ atMs: ports.nowMs(), monotonicMs: ports.monotonicMs() });
  function read(response, sent) {
    const told = nowOfBoth();
    const { atMs: sentAtMs } = sent;
    const { atMs: toldAtMs } = told;
    const tookMs = toldAtMs - sentAtMs;
    const serverMs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(serverMs)) return;
    if (Math.abs(tookMs - (told.monotonicMs - sent.monotonicMs)) > JUMP_MS2) return;
    last = {
      offsetMs: serverMs + HALF_SECOND_MS - (sentAtMs + toldAtMs) / 2,
      errorMs: HALF_SECOND_MS + tookMs / 2,
      toldAtMs
    };
    for (const listener of listeners) listener(last);
  }
  return {
    fetch: async (input, init) => {
      const sent = nowOfBoth();
      const response = await ports.fetch(input, init);
      read(response, sent);
      return response;
    },
    listen: (listener) => {
      listeners.add(listener);
      if (last) listener(last);
      return () => {
        listeners.delete(listener);
      };
    }
  };
}
export {
  AppError,
  createRecorder,
  createRecordingJournal,
  createServerClock,
  startEncoding,
  toAppError
};
