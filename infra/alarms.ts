// The alarms of a permanent stage. docs/operations.md says what to do at each.
import { alarmTopic } from "./alarm-topic.ts";
import { api, slowApi } from "./api.ts";
import { arrivalCheck, wholeFile } from "./events.ts";

/** Log lines that count. The words on the left are written by packages/functions. */
const COUNTED_LINES = {
  FailedChecks: { of: arrivalCheck, pattern: '{ $.message = "arrival check failed" }' },
  RefusedWholeFiles: { of: wholeFile, pattern: '{ $.message = "whole file refused" }' },
  // Counts exact paths, and callers whose token the pool signed: a stranger must not be able to ring the alarm.
  PresignRefusals: {
    of: api,
    pattern:
      '{ $.message = "procedure refused" && $.caller = "known" && ($.path = "segments.presign" || $.path = "uploads.presign") }',
  },
  RefusedUploads: { of: api, pattern: '{ $.message = "upload refused" }' },
  AbsentChecksums: { of: api, pattern: '{ $.message = "checksum absent" }' },
} as const;

/** Refused requests in 5 minutes below which no alarm rings: 100 a minute. */
const MANY_REFUSALS = 500;

const NAMESPACE = `tapedeck/${$app.stage}`;

if (alarmTopic !== undefined) {
  const { arn: topicArn } = alarmTopic;

  type Alarm = Pick<
    ConstructorParameters<typeof aws.cloudwatch.MetricAlarm>[1],
    "metricQueries" | "metricName" | "namespace" | "dimensions" | "statistic"
  > & {
    readonly description: string;
    readonly threshold: number;
    /** How many periods of 5 minutes in a row, so that one bad moment does not ring. */
    readonly periods: number;
  };

  const alarm = (name: string, { description, threshold, periods, ...metric }: Alarm) =>
    new aws.cloudwatch.MetricAlarm(name, {
      ...metric,
      ...(metric.metricQueries === undefined ? { period: 300 } : {}),
      alarmDescription: description,
      comparisonOperator: "GreaterThanThreshold",
      threshold,
      evaluationPeriods: periods,
      // No data means that no person records, which is no trouble.
      treatMissingData: "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
    });

  const of = ({ name }: sst.aws.Function) => ({
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: name },
  });
  const measured = (fn: sst.aws.Function, id: string, metricName: string, stat = "Sum") => ({
    id,
    metric: { ...of(fn), metricName, stat, period: 300 },
  });

  alarm("ApiErrors", {
    description: "More than 1 % of API requests answered 5xx for 10 minutes.",
    metricQueries: [
      measured(api, "errors", "Url5xxCount"),
      measured(api, "requests", "UrlRequestCount"),
      {
        id: "rate",
        // Below these counts a rate says nothing: one failure among three requests at night is 33 %.
        expression: "IF(requests >= 50 AND errors >= 5, 100 * errors / requests, 0)",
        label: "5xx, percent",
        returnData: true,
      },
    ],
    threshold: 1,
    periods: 2,
  });

  alarm("SlowApiErrors", {
    description: "More than 10 % of seals, recovers and deletes answered 5xx for 10 minutes.",
    metricQueries: [
      measured(slowApi, "errors", "Url5xxCount"),
      measured(slowApi, "requests", "UrlRequestCount"),
      {
        id: "rate",
        // Among thousands of presigns these would be too few to ring: a recording is sealed once.
        expression: "IF(errors >= 5, 100 * errors / requests, 0)",
        label: "5xx, percent",
        returnData: true,
      },
    ],
    threshold: 10,
    periods: 2,
  });

  alarm("ApiThrottles", {
    description: "Lambda refused more than 100 requests a minute: the API ran out of instances.",
    ...of(api),
    metricName: "Throttles",
    statistic: "Sum",
    threshold: MANY_REFUSALS,
    periods: 1,
  });

  alarm("SlowApiThrottles", {
    description: "Lambda refused more than 100 seals, recovers and deletes a minute.",
    ...of(slowApi),
    metricName: "Throttles",
    statistic: "Sum",
    threshold: MANY_REFUSALS,
    periods: 1,
  });

  alarm("ApiLatency", {
    description: "One API request in a hundred took longer than 1 s, for 15 minutes.",
    metricQueries: [
      measured(api, "p99", "UrlRequestLatency", "p99"),
      measured(api, "requests", "UrlRequestCount"),
      {
        id: "latency",
        // Among fewer requests, p99 is the slowest few, and one cold start would ring.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
        expression: "IF(requests >= 1000, p99, 0)",
        label: "p99, ms",
        returnData: true,
      },
    ],
    threshold: 1_000,
    periods: 3,
  });

  alarm("SlowApiLatency", {
    description: "One seal, recover or delete in ten took longer than 10 s, for 15 minutes.",
    metricQueries: [
      measured(slowApi, "p90", "UrlRequestLatency", "p90"),
      measured(slowApi, "requests", "UrlRequestCount"),
      {
        id: "latency",
        // The longest recording takes as long, and is rare.
        expression: "IF(requests >= 20, p90, 0)",
        label: "p90, ms",
        returnData: true,
      },
    ],
    threshold: 10_000,
    periods: 3,
  });

  alarm("ArrivalCheckErrors", {
    description: "The arrival check crashed or timed out: objects go unchecked.",
    ...of(arrivalCheck),
    metricName: "Errors",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });

  alarm("WholeFileErrors", {
    description:
      "Making a whole file crashed or timed out: the recording plays segment by segment.",
    ...of(wholeFile),
    metricName: "Errors",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });

  for (const [metricName, { of, pattern }] of Object.entries(COUNTED_LINES)) {
    new aws.cloudwatch.LogMetricFilter(`${metricName}Filter`, {
      logGroupName: of.nodes.logGroup.apply((group) => {
        if (group === undefined) throw new Error(`${metricName} counts lines of a log group`);
        return group.name;
      }),
      pattern,
      metricTransformation: {
        namespace: NAMESPACE,
        name: metricName,
        value: "1",
        defaultValue: "0",
      },
    });
  }

  alarm("FailedChecks", {
    description: "An object arrived that is not what its key and metadata say.",
    namespace: NAMESPACE,
    metricName: "FailedChecks",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });

  alarm("RefusedWholeFiles", {
    description:
      "A sealed recording has no whole file: a segment is missing, or is not the sealed one.",
    namespace: NAMESPACE,
    metricName: "RefusedWholeFiles",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });

  alarm("PresignRefusals", {
    description: "More than 100 presign requests a minute were refused, for 15 minutes.",
    namespace: NAMESPACE,
    metricName: "PresignRefusals",
    statistic: "Sum",
    threshold: MANY_REFUSALS,
    periods: 3,
  });

  alarm("RefusedUploads", {
    // The log has one line a minute for each person, so one person behind a filter gives 5 in a period.
    description: "The bucket refused the uploads of more than 5 people, for 15 minutes.",
    namespace: NAMESPACE,
    metricName: "RefusedUploads",
    statistic: "Sum",
    threshold: 25,
    periods: 3,
  });

  alarm("AbsentChecksums", {
    description: "Objects have no SHA-256, so they cannot be verified.",
    namespace: NAMESPACE,
    metricName: "AbsentChecksums",
    statistic: "Sum",
    threshold: 0,
    periods: 1,
  });
}
