// Pulumi's policy documents in the form that AWS stores and that tests read.

interface Statement {
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly {
    readonly type: string;
    readonly identifiers: readonly string[];
  }[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export function policyJson(document: { readonly statements?: readonly Statement[] }): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: (document.statements ?? []).map(statement),
  });
}

function statement({ effect, actions, resources, principals, conditions }: Statement) {
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions ?? []) {
    condition[test] = { ...condition[test], [variable]: values };
  }
  return {
    Effect: effect ?? "Allow",
    Action: actions ?? [],
    Resource: resources ?? [],
    ...(principals === undefined
      ? {}
      : { Principal: Object.fromEntries(principals.map((p) => [p.type, p.identifiers])) }),
    ...(conditions === undefined ? {} : { Condition: condition }),
  };
}
