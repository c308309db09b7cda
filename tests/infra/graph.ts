// What a stage would be made of: every resource Pulumi was asked for, and every function built.

export type Inputs = Readonly<Record<string, unknown>>;

export interface Resource {
  /** `aws:s3/bucket:Bucket` */
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
}

/** What SST is asked to build. */
export interface FunctionBuild {
  readonly functionID: string;
  readonly handler: string;
  readonly runtime: string;
  /** Linked resources by name, as `Resource` of the SDK gives them. */
  readonly links: Readonly<Record<string, Inputs>>;
  /** Options of the bundler. */
  readonly properties: Inputs;
}

export interface Graph {
  readonly resources: Resource[];
  readonly builds: FunctionBuild[];
}
