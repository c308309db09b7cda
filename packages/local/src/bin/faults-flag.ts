// Parses the small language of `npm start -- --faults "…"` into rules; describe-fault.ts prints it.
import {
  assertFaultRule,
  type ClockSkew,
  type Fault,
  type FaultRule,
  type Place,
  type When,
} from "../faults/fault-rule.ts";
import { isS3ErrorCode, type S3ErrorCode } from "../s3/errors.ts";
import { CommandError } from "./command.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The description of the language in `--help`. */
export const FAULTS_HELP = `
  --faults "RULE, RULE, …"   trouble on purpose, in front of S3 and of the API

    RULE    PLACE KIND [WHEN …]            e.g. "s3 unavailable 50%, api drop every 3rd"
    PLACE   s3 | api (/trpc and /auth)
    KIND    drop                           the server never sees the request
            delay 2s                       also ms, m, h
            unavailable                    503; with a wait: unavailable retry-after 5s
            slow-down                      S3's 503 SlowDown (s3)
            refuse AccessDenied            S3's refusal by any of its codes (s3)
            foreign 403                    a page of a portal or proxy; 200, 4xx, 5xx. Browsers show
                                           scripts what comes from s3 if: foreign 403 readable
            lose-answer                    carried out, but no answer
            truncate                       carried out, half an answer
            duplicate                      carried out twice
            expired                        grants are past their time (s3)
            token-expired                  access tokens are past theirs (api)
            clock-skew +3h                 or -3h: the server's clock is wrong, for every request
    WHEN    50% [seed 7] | every 3rd | 2 times | once | on PUT | on segments.presign (a piece of the path)
            preflights of browsers: on OPTIONS
`;

/** @throws {CommandError} naming the rule, and the word of it that cannot be parsed */
export function parseFaults(text: string): FaultRule[] {
  return text.split(",").map((written) => {
    const words = written.trim().split(/\s+/);
    try {
      const rule = parseRule(words);
      assertFaultRule(rule);
      return rule;
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError || thrown instanceof RangeError)) throw thrown;
      const why = thrown.message.replace(/\.$/, "");
      throw new CommandError(`--faults ${JSON.stringify(written.trim())}: ${why}; see --help.`, {
        cause: thrown,
      });
    }
  });
}

/** Takes the words off the front, one after the other. @throws {SyntaxError} */
function parseRule(words: string[]): FaultRule {
  const at = parsePlace(words.shift());
  const fault = parseKind(at, words);
  if (fault.kind === "clock-skew") {
    const [word] = words;
    if (word !== undefined) throw new SyntaxError(`a clock is wrong always, not ${quoted(word)}`);
    return fault;
  }
  return { ...fault, ...parseWhen(words) };
}

function parsePlace(word = ""): Place {
  if (word === "s3" || word === "api") return word;
  throw new SyntaxError(`a rule begins with s3 or api, not ${quoted(word)}`);
}

function parseKind(at: Place, words: string[]): Fault | ClockSkew {
  const kind = words.shift() ?? "";
  switch (kind) {
    case "drop":
    case "lose-answer":
    case "truncate":
    case "duplicate":
      return { at, kind };
    case "delay":
      return { at, kind, delayMs: parseDurationMs(words.shift()) };
    case "clock-skew":
      return { at, kind, aheadMs: parseSkewMs(words.shift()) };
    case "unavailable": {
      if (words[0] !== "retry-after") return { at, kind };
      words.shift();
      return { at, kind, retryAfterSeconds: parseDurationMs(words.shift()) / 1000 };
    }
    case "refuse":
      if (at !== "s3") throw new SyntaxError("refuse is of s3 only");
      return { at, kind, code: parseS3Code(words.shift()) };
    case "foreign": {
      const fault = { at, kind, status: parseStatus(words.shift()) } as const;
      if (words[0] !== "readable") return fault;
      words.shift();
      return { ...fault, readable: true };
    }
    case "slow-down":
    case "expired":
      if (at !== "s3") throw new SyntaxError(`${kind} is of s3 only`);
      return { at, kind };
    case "token-expired":
      if (at !== "api") throw new SyntaxError(`${kind} is of api only`);
      return { at, kind };
    default:
      throw new SyntaxError(`there is no fault ${quoted(kind)}`);
  }
}

function parseWhen(words: string[]): When {
  const when: Mutable<When> = {};
  const assertFirst = (name: string, said: object = when) => {
    if (name in said) throw new SyntaxError(`it says ${name} twice`);
  };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const following = words[0] ?? "";
    const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(word) ?? [];
    if (percent !== undefined) {
      assertFirst("probability");
      // Read as a decimal: 28.3 / 100 is not 0.283.
      when.probability = Number(`${percent}e-2`);
    } else if (word === "every" && /^\d+(st|nd|rd|th)$/.test(following)) {
      assertFirst("every");
      when.every = Number.parseInt(words.shift() ?? "", 10);
    } else if (word === "seed" && /^\d+$/.test(following)) {
      assertFirst("seed");
      when.seed = Number(words.shift());
    } else if (word === "once") {
      assertFirst("times");
      when.times = 1;
    } else if (/^\d+$/.test(word) && /^times?$/.test(following)) {
      assertFirst("times");
      when.times = Number(word);
      words.shift();
    } else if (word === "on" && following !== "") {
      const named = words.shift() ?? "";
      const name = /^[A-Z]+$/.test(named) ? "method" : "path";
      assertFirst(name, when.match);
      when.match = { ...when.match, [name]: named };
    } else {
      throw new SyntaxError(`${quoted([word, following].join(" ").trim())} says nothing`);
    }
  }
  return when;
}

function parseS3Code(word = ""): S3ErrorCode {
  if (isS3ErrorCode(word)) return word;
  throw new SyntaxError(`S3 has codes like AccessDenied, and not ${quoted(word)}`);
}

function parseStatus(word = ""): number {
  if (/^\d{3}$/.test(word)) return Number(word);
  throw new SyntaxError(`a status looks like 403, not ${quoted(word)}`);
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

function parseDurationMs(word = ""): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(word) ?? [];
  if (unit === "ms" || unit === "s" || unit === "m" || unit === "h") {
    return Number(digits) * UNIT_MS[unit];
  }
  throw new SyntaxError(`a time looks like 500ms, 2s, 5m or 3h, not ${quoted(word)}`);
}

function parseSkewMs(word = ""): number {
  const [, sign, duration] = /^([+-])(.+)$/.exec(word) ?? [];
  if (sign === undefined) {
    throw new SyntaxError(`a wrong clock looks like +3h or -3h, not ${quoted(word)}`);
  }
  return sign === "-" ? -parseDurationMs(duration) : parseDurationMs(duration);
}

const quoted = (word: string): string => (word === "" ? "nothing" : JSON.stringify(word));
