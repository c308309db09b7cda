// Mistakes in the alarms.
import type { Mistake } from "./mistake.ts";

const ALARMS = "infra/alarms.ts";

export const IN_ALARMS: readonly Mistake[] = [
  {
    what: "no alarm on failed checks",
    file: ALARMS,
    from: 'alarm("FailedChecks"',
    to: 'void ("FailedChecks"',
    breaks: ["a permanent stage has an alarm", "alarms measure what they are named for"],
  },
  {
    what: "no alarm on recordings without a whole file",
    file: ALARMS,
    from: 'alarm("RefusedWholeFiles"',
    to: 'void ("RefusedWholeFiles"',
    breaks: ["a permanent stage has an alarm", "alarms measure what they are named for"],
  },
  {
    what: "an alarm that a stranger rings",
    file: ALARMS,
    from: '$.caller = "known" && ',
    to: "",
    breaks: ["the alarms count errors"],
  },
  {
    what: "an alarm that a hundred refusals ring",
    file: ALARMS,
    from: "const MANY_REFUSALS = 500",
    to: "const MANY_REFUSALS = 99",
    breaks: ["alarms measure what they are named for"],
  },
  {
    what: "an alarm that one error among fifty requests rings",
    file: ALARMS,
    from: " AND errors >= 5",
    to: "",
    breaks: ["the rate of errors"],
  },
  {
    what: "slow calls whose errors drown among the requests of the API",
    file: ALARMS,
    from: 'measured(slowApi, "requests"',
    to: 'measured(api, "requests"',
    breaks: ["slow calls have alarms"],
  },
  {
    what: "slow calls that Lambda refuses unheard",
    file: ALARMS,
    from: "...of(slowApi)",
    to: "...of(api)",
    breaks: ["slow calls have alarms"],
  },
  {
    what: "an alarm that one cold start rings",
    file: ALARMS,
    from: "IF(requests >= 1000, p99, 0)",
    to: "p99",
    breaks: ["the alarm of slowness"],
  },
];
