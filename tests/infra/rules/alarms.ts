// The alarms: what rings them, and that they reach the owner.
import assert from "node:assert/strict";
import type { Graph } from "../../fixtures/synthesis/graph.ts";
import { only, resourcesOf, type Rule } from "../rule.ts";

const NAMES = [
  "AbsentChecksums",
  "ApiErrors",
  "ApiLatency",
  "ApiThrottles",
  "ArrivalCheckErrors",
  "FailedChecks",
  "PresignRefusals",
  "RefusedUploads",
  "RefusedWholeFiles",
  "SlowApiErrors",
  "SlowApiLatency",
  "SlowApiThrottles",
  "WholeFileErrors",
];

const queriesOf = (graph: Graph, alarm: string) =>
  only(graph, "aws:cloudwatch/metricAlarm:MetricAlarm", alarm)["metricQueries"];

/** Describes metrics of a function. */
const metricsOf =
  (graph: Graph, name: string) =>
  (id: string, metricName: string, stat = "Sum") => ({
    id,
    metric: {
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: only(graph, "aws:lambda/function:Function", name)["name"] },
      metricName,
      stat,
      period: 300,
    },
  });

export const alarmRules: readonly Rule[] = [
  {
    name: "a permanent stage has an alarm for each kind of trouble, a personal one has none",
    check(graph, { isPermanent }) {
      const alarms = resourcesOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
      assert.deepEqual(alarms.map(({ name }) => name).toSorted(), isPermanent ? NAMES : []);
      for (const { inputs } of alarms) {
        assert.deepEqual(inputs["alarmActions"], [
          "arn:aws:mock:us-east-1:123456789012:AlarmsTopic",
        ]);
        assert.equal(inputs["treatMissingData"], "notBreaching");
      }
    },
  },
  {
    name: "alarms measure what they are named for",
    check(graph, { isPermanent, name: stage }) {
      const measured = resourcesOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").map(
        ({ name, inputs }) => {
          const { namespace, metricName, statistic, threshold } = inputs;
          return [name, [namespace, metricName, statistic, threshold]] as const;
        },
      );
      const ofFunctions = "AWS/Lambda";
      const ours = `tapedeck/${stage}`;
      const expected = {
        ApiErrors: [undefined, undefined, undefined, 1],
        SlowApiErrors: [undefined, undefined, undefined, 10],
        SlowApiLatency: [undefined, undefined, undefined, 10_000],
        SlowApiThrottles: [ofFunctions, "Throttles", "Sum", 500],
        ApiLatency: [undefined, undefined, undefined, 1000],
        ApiThrottles: [ofFunctions, "Throttles", "Sum", 500],
        ArrivalCheckErrors: [ofFunctions, "Errors", "Sum", 0],
        FailedChecks: [ours, "FailedChecks", "Sum", 0],
        PresignRefusals: [ours, "PresignRefusals", "Sum", 500],
        RefusedUploads: [ours, "RefusedUploads", "Sum", 25],
        AbsentChecksums: [ours, "AbsentChecksums", "Sum", 0],
        WholeFileErrors: [ofFunctions, "Errors", "Sum", 0],
        RefusedWholeFiles: [ours, "RefusedWholeFiles", "Sum", 0],
      };
      assert.deepEqual(Object.fromEntries(measured), isPermanent ? expected : {});
    },
  },
  {
    name: "the rate of errors is a share of the API's own requests, and a few errors are none",
    check(graph, { isPermanent }) {
      if (!isPermanent) return;
      const ofApi = metricsOf(graph, "Api");
      assert.deepEqual(queriesOf(graph, "ApiErrors"), [
        ofApi("errors", "Url5xxCount"),
        ofApi("requests", "UrlRequestCount"),
        {
          id: "rate",
          expression: "IF(requests >= 50 AND errors >= 5, 100 * errors / requests, 0)",
          label: "5xx, percent",
          returnData: true,
        },
      ]);
    },
  },
  {
    name: "the alarm of slowness needs a thousand requests, so that one cold start does not ring it",
    check(graph, { isPermanent }) {
      if (!isPermanent) return;
      const ofApi = metricsOf(graph, "Api");
      assert.deepEqual(queriesOf(graph, "ApiLatency"), [
        ofApi("p99", "UrlRequestLatency", "p99"),
        ofApi("requests", "UrlRequestCount"),
        {
          id: "latency",
          expression: "IF(requests >= 1000, p99, 0)",
          label: "p99, ms",
          returnData: true,
        },
      ]);
    },
  },
  {
    name: "slow calls have alarms of their own, because they are few among all requests",
    check(graph, { isPermanent }) {
      if (!isPermanent) return;
      const ofSlowApi = metricsOf(graph, "SlowApi");
      assert.deepEqual(queriesOf(graph, "SlowApiErrors"), [
        ofSlowApi("errors", "Url5xxCount"),
        ofSlowApi("requests", "UrlRequestCount"),
        {
          id: "rate",
          expression: "IF(errors >= 5, 100 * errors / requests, 0)",
          label: "5xx, percent",
          returnData: true,
        },
      ]);
      assert.deepEqual(queriesOf(graph, "SlowApiLatency"), [
        ofSlowApi("p90", "UrlRequestLatency", "p90"),
        ofSlowApi("requests", "UrlRequestCount"),
        {
          id: "latency",
          expression: "IF(requests >= 20, p90, 0)",
          label: "p90, ms",
          returnData: true,
        },
      ]);
      const functionNamed = (name: string) => ({
        FunctionName: only(graph, "aws:lambda/function:Function", name)["name"],
      });
      for (const name of ["Api", "SlowApi"]) {
        const { dimensions } = only(
          graph,
          "aws:cloudwatch/metricAlarm:MetricAlarm",
          `${name}Throttles`,
        );
        assert.deepEqual(dimensions, functionNamed(name));
      }
    },
  },
  {
    name: "the alarms count errors in the functions' own logs",
    check(graph, { isPermanent, name: stage }) {
      const filters = resourcesOf(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter");
      const groups = resourcesOf(graph, "aws:cloudwatch/logGroup:LogGroup");
      const found = filters.map(({ name, inputs }) => ({
        name,
        pattern: inputs["pattern"],
        logGroup: groups.find((group) => group.inputs["name"] === inputs["logGroupName"])?.name,
        metric: inputs["metricTransformation"],
      }));
      const metric = (name: string) => ({
        namespace: `tapedeck/${stage}`,
        name,
        value: "1",
        defaultValue: "0",
      });
      const expected = [
        {
          name: "FailedChecksFilter",
          pattern: '{ $.message = "arrival check failed" }',
          logGroup: "ArrivalCheckLogGroup",
          metric: metric("FailedChecks"),
        },
        {
          name: "PresignRefusalsFilter",
          pattern:
            '{ $.message = "procedure refused" && $.caller = "known" && ($.path = "segments.presign" || $.path = "uploads.presign") }',
          logGroup: "ApiLogGroup",
          metric: metric("PresignRefusals"),
        },
        {
          name: "RefusedUploadsFilter",
          pattern: '{ $.message = "upload refused" }',
          logGroup: "ApiLogGroup",
          metric: metric("RefusedUploads"),
        },
        {
          name: "RefusedWholeFilesFilter",
          pattern: '{ $.message = "whole file refused" }',
          logGroup: "WholeFileLogGroup",
          metric: metric("RefusedWholeFiles"),
        },
        {
          name: "AbsentChecksumsFilter",
          pattern: '{ $.message = "checksum absent" }',
          logGroup: "ApiLogGroup",
          metric: metric("AbsentChecksums"),
        },
      ].toSorted((a, b) => a.name.localeCompare(b.name));
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
      assert.deepEqual(found.toSorted(byName), isPermanent ? expected : []);
    },
  },
];
