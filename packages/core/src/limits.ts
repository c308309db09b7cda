// Every limit of the product, in one table: the contract enforces them, the docs print them.

/** Opus always runs at 48 kHz inside a WebM file. @see RFC 7845 §5.1 */
export const SAMPLE_RATE_HZ = 48_000;

/** One packet: 20 ms, Opus' usual frame, and the least audio that can be lost. */
export const PACKET_SAMPLES = 960;

/** One peak of the wave: 100 ms. Segments last whole seconds, so each begins with a peak of its own. */
export const PEAK_SAMPLES = 4_800;

/** Gaps that one manifest names, 60 bytes each. Of more, those near each other are named as one. */
export const GAPS_PER_RECORDING = 4_000;

/** Those that a recorder keeps to by itself: browsers load no more of the table. */
export const RECORDER_LIMITS = {
  /** Segments in one call: a backlog of an hour at 5 s needs 8 calls. */
  segmentsPerCall: 100,
  /**
   * Segments in one manifest, and so in one recording: 11 hours at 2 s a segment. A recording ends there
   * by itself, and the API grants no more.
   */
  segmentsPerRecording: 20_000,
  /** A recording ends by itself after a day. */
  recordingHours: 24,
  gapsPerRecording: GAPS_PER_RECORDING,
  /** Shortest and longest segment a person may choose, in seconds. */
  segmentSeconds: { min: 2, max: 60, default: 5 },
  /** Of the sound. Opus for speech is hard to tell from the original at the default. */
  bitsPerSecond: { min: 16_000, max: 256_000, default: 64_000 },
  /** How long a grant lives: long enough for a slow phone, short enough to be worthless if leaked. */
  grantExpiresInSeconds: 300,
} as const;

export const LIMITS = {
  ...RECORDER_LIMITS,
  /**
   * Largest object one grant can store: 8 MiB. A 60 s segment at 64 kb/s is 0.5 MiB; the rest is
   * room for stereo at high bitrates, and bounds what a stolen grant can cost.
   */
  objectBytes: 8 * 1024 * 1024,
  /** Highest sequence: six digits in the key. */
  sequence: 999_999,
  /**
   * Most bytes of a segment: `perSecond` for each second of its sound, plus `fixed`. That is Opus at 256 kb/s,
   * the most that our encoder makes, with room for the container. A stolen token can store no more.
   */
  segmentBytes: { perSecond: 40_000, fixed: 16 * 1024 },
  /** Characters of a title. */
  titleCharacters: 200,
  /** Largest request body the API reads: 100 segments take about 20 KiB. */
  requestBytes: 256 * 1024,
  /**
   * Largest body of `recordings.seal`: 4,000 gaps take 280 KiB, and the longest list of segments, as
   * releases before 0.2 send it, as much as the edge takes.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
   */
  sealRequestBytes: 1024 * 1024,
  /** Longest access token that the API parses; Cognito's have about 1,100 with a few groups. */
  accessTokenCharacters: 8_192,
  /**
   * Calls of one person that one instance of the API answers: `atOnce`, then `perSecond`. A recorder of 2 s
   * segments makes one call in 2 s, the backlog of an hour 10 in all. A large body counts as several calls.
   * Instances share no store, so this stops one runaway program; the firewall's rate rules stop an attack.
   */
  callsPerPerson: { atOnce: 600, perSecond: 10, bytesPerCall: 32 * 1024 },
  /**
   * What one instance of the API grants one person: `atOnce`, then `perSecond`. Honest use stays below:
   *
   * - A day at 256 kb/s is at most 20,000 segments and 24 h × 3,600 s × 40 kB = 3.46 GB, so its whole backlog
   *   may be granted at once. The line then sets the pace: 100 Mbit/s carry 12.5 MB/s, and 20,000 segments of
   *   173 kB in 276 s, which is 72 a second.
   * - Eight devices of a studio ask for 4 segments of 2 s and 0.4 MB a second while they record. Eight calls for
   *   100 segments of 60 s, the largest there are, ask for 1.9 GB.
   *
   * A stolen token is bounded. By calls alone it got 600 and then 10 a second, each for 100 segments of 2.4 MB:
   * 380 GB in 97 s. One instance now grants it 5.2 GB in that time, and 1.1 TB in a day.
   */
  grantsPerPerson: {
    segments: { atOnce: 20_000, perSecond: 200 },
    bytes: { atOnce: 4_000_000_000, perSecond: 12_500_000 },
  },
  /**
   * Recordings of one person that are stored at the same time: each is counted by a LIST when another begins.
   * A studio with more microphones has more accounts.
   */
  openRecordingsPerPerson: 8,
  /**
   * Recordings and one-off uploads of one person that were begun in half an hour. The file that names them
   * has 150 bytes for each.
   */
  changingPerPerson: 1000,
  /**
   * Objects that one instance reads for one person who seals and recovers: `atOnce`, then `perSecond`. That is
   * the longest recording three times, or 80 of an hour. Twenty instances then read 1,000 a second for one
   * person, which costs $35 a day; without the limit it was $1,800.
   */
  readsPerPerson: { atOnce: 60_000, perSecond: 50 },
  /**
   * Objects as which a rename counts, on the function that it runs on: it writes the manifest anew, which has up
   * to 3 MB, and the bucket keeps the old ones for some days. 120 at once, then one in ten seconds.
   */
  readsPerRename: 500,
  /** How long a URL to read a segment lives: a player asks again as it goes on. */
  readUrlExpiresInSeconds: 300,
  /** Recordings on one page of the list: each sealed one takes a HEAD. */
  recordingsPerPage: { max: 100, default: 50 },
  /** How far ahead of the server's clock a recording id may be dated, for devices set wrong. */
  recordingFutureSeconds: 24 * 60 * 60,
} as const;

/** Content types a grant may be asked for: the bucket holds WebM audio and nothing else. */
export const CONTENT_TYPES = ["audio/webm", "audio/webm;codecs=opus"] as const;

/** The content type of every segment this product records. @see RFC 6381 for `codecs` */
export const SEGMENT_CONTENT_TYPE = "audio/webm;codecs=opus";

/** The content type with which a one-off upload is read: it was stored as one of {@link CONTENT_TYPES}. */
export const UPLOAD_CONTENT_TYPE = "audio/webm";

/** Version of the segment format, stored with each object so that readers can tell files apart. */
export const SEGMENT_FORMAT_VERSION = 1;
