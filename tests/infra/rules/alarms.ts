// What wakes somebody, and that it reaches them.
import assert from "node:assert/strict";
import { resourcesOf, type Rule } from "../rule.ts";

const NAMES = [
  "AbsentChecksums",
  "ApiErrors",
  "ApiLatency",
  "ApiThrottles",
  "ArrivalCheckErrors",
  "FailedChecks",
  "PresignRefusals",
  "RefusedUploads",
];

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
          const { namespace, metricName, statistic, extendedStatistic, threshold } = inputs;
          return [
            name,
            [namespace, metricName, statistic ?? extendedStatistic, threshold],
          ] as const;
        },
      );
      const ofFunctions = "AWS/Lambda";
      const ours = `tapedeck/${stage}`;
      const expected = {
        ApiErrors: [undefined, undefined, undefined, 1],
        ApiLatency: [ofFunctions, "UrlRequestLatency", "p99", 1000],
        ApiThrottles: [ofFunctions, "Throttles", "Sum", 0],
        ArrivalCheckErrors: [ofFunctions, "Errors", "Sum", 0],
        FailedChecks: [ours, "FailedChecks", "Sum", 0],
        PresignRefusals: [ours, "PresignRefusals", "Sum", 100],
        RefusedUploads: [ours, "RefusedUploads", "Sum", 25],
        AbsentChecksums: [ours, "AbsentChecksums", "Sum", 0],
      };
      assert.deepEqual(Object.fromEntries(measured), isPermanent ? expected : {});
    },
  },
  {
    name: "the rate of errors is a share of the API's own requests",
    check(graph, { isPermanent }) {
      const alarm = resourcesOf(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").find(
        ({ name }) => name === "ApiErrors",
      );
      if (!isPermanent) return assert.equal(alarm, undefined);
      const api = resourcesOf(graph, "aws:lambda/function:Function").find(
        ({ name }) => name === "ApiFunction",
      );
      const sum = (id: string, metricName: string) => ({
        id,
        metric: {
          namespace: "AWS/Lambda",
          dimensions: { FunctionName: api?.inputs["name"] },
          metricName,
          stat: "Sum",
          period: 300,
        },
      });
      assert.deepEqual(alarm?.inputs["metricQueries"], [
        sum("errors", "Url5xxCount"),
        sum("requests", "UrlRequestCount"),
        {
          id: "rate",
          expression: "IF(requests >= 50, 100 * errors / requests, 0)",
          label: "5xx, percent",
          returnData: true,
        },
      ]);
    },
  },
  {
    name: "what goes wrong is counted from the functions' own logs",
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
          pattern: '{ $.message = "procedure refused" && $.path = "*.presign" }',
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
