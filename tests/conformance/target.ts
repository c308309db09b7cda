// Which S3 the suite talks to. Without environment variables: the stand-in, started here. With them:
// any endpoint, so that the same promises can be held against AWS or MinIO.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { startS3 } from "@tapedeck/local/s3/server";

interface Address {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** A web origin that the bucket's CORS rule allows to GET, HEAD and PUT. */
  readonly origin: string;
}

export interface PresignOptions {
  readonly expiresIn?: number;
  readonly signingDate?: Date;
  /** Lower-case names that must be sent as signed headers instead of in the query. */
  readonly unhoistable?: readonly string[];
  readonly signable?: readonly string[];
  readonly client?: S3Client;
}

type WithoutBucket<Input> = Omit<Input, "Bucket" | "Key">;

export class Target implements AsyncDisposable {
  readonly address: Address;
  readonly isStandIn: boolean;
  readonly client: S3Client;
  /** Every key of one test file starts with this, and is removed with it. */
  readonly prefix = `conformance/${randomBytes(6).toString("hex")}/`;
  readonly #stop: () => Promise<void>;

  constructor(address: Address, isStandIn: boolean, stop: () => Promise<void>) {
    this.address = address;
    this.isStandIn = isStandIn;
    this.#stop = stop;
    this.client = this.connect();
  }

  /** A client of its own, for other credentials or settings. */
  connect(config: S3ClientConfig = {}): S3Client {
    const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = this.address;
    return new S3Client({
      endpoint,
      region,
      credentials: {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      },
      forcePathStyle: true,
      maxAttempts: 1,
      // As production signs: the default would sign the checksum of an empty body into every URL.
      requestChecksumCalculation: "WHEN_REQUIRED",
      ...config,
    });
  }

  at(name: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.address.bucket, Key: this.prefix + name };
  }

  async presignPut(
    name: string,
    input: WithoutBucket<PutObjectCommandInput> = {},
    options: PresignOptions = {},
  ): Promise<string> {
    const command = new PutObjectCommand({ ...this.at(name), ...input });
    return getSignedUrl(options.client ?? this.client, command, signingOptions(options));
  }

  async presignGet(
    name: string,
    input: WithoutBucket<GetObjectCommandInput> = {},
    options: PresignOptions = {},
  ): Promise<string> {
    const command = new GetObjectCommand({ ...this.at(name), ...input });
    return getSignedUrl(options.client ?? this.client, command, signingOptions(options));
  }

  /** Stores text under a name of this file. */
  async store(name: string, text: string): Promise<void> {
    await this.client.send(new PutObjectCommand({ ...this.at(name), Body: text }));
  }

  /** The stored text; `undefined` when there is no such object. */
  async load(name: string): Promise<string | undefined> {
    const response = await fetch(await this.presignGet(name));
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`GET answered ${response.status}`);
    return response.text();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { bucket: Bucket } = this.address;
    for (;;) {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket, Prefix: this.prefix }),
      );
      const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
      if (Objects.length === 0) break;
      await this.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
    this.client.destroy();
    await this.#stop();
  }
}

function signingOptions({
  expiresIn,
  signingDate,
  unhoistable,
  signable,
}: PresignOptions): Parameters<typeof getSignedUrl>[2] {
  return {
    expiresIn: expiresIn ?? 300,
    ...(signingDate === undefined ? {} : { signingDate }),
    unhoistableHeaders: new Set(unhoistable),
    ...(signable === undefined ? {} : { signableHeaders: new Set(signable) }),
  };
}

/** Says where it goes, so that a green run cannot be mistaken for a run against AWS. */
export async function openTarget(): Promise<Target> {
  const endpoint = process.env["TAPEDECK_S3_ENDPOINT"];
  if (endpoint !== undefined) {
    const address = readAddress(endpoint);
    console.info(`Conformance runs against ${endpoint}, bucket ${address.bucket}.`);
    return new Target(address, false, async () => undefined);
  }
  console.info(
    "Conformance runs against the stand-in only. To hold a real S3 to it, set " +
      `TAPEDECK_S3_ENDPOINT, ${Object.values(variables).join(", ")}.`,
  );
  return openStandIn();
}

export async function openStandIn(): Promise<Target> {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-conformance-"));
  const credentials = {
    accessKeyId: "CONFORMANCE",
    secretAccessKey: randomBytes(20).toString("hex"),
  };
  const bucket = "conformance";
  const origin = "http://app.test:5173";
  const s3 = await startS3({ dir, bucket, credentials, allowedOrigins: [origin] });
  const address = {
    ...credentials,
    endpoint: s3.url,
    bucket,
    region: "us-east-1",
    origin,
    sessionToken: undefined,
  };
  return new Target(address, true, async () => {
    await s3.close();
    await rm(dir, { recursive: true });
  });
}

const variables = {
  bucket: "TAPEDECK_S3_BUCKET",
  region: "TAPEDECK_S3_REGION",
  origin: "TAPEDECK_S3_ORIGIN",
  accessKeyId: "AWS_ACCESS_KEY_ID",
  secretAccessKey: "AWS_SECRET_ACCESS_KEY",
} as const;

function readAddress(endpoint: string): Address {
  const read = (field: keyof typeof variables): string => {
    const value = process.env[variables[field]];
    if (value === undefined || value === "") {
      throw new Error(`TAPEDECK_S3_ENDPOINT is set, but ${variables[field]} is missing.`);
    }
    return value;
  };
  return {
    endpoint,
    bucket: read("bucket"),
    region: read("region"),
    origin: read("origin"),
    accessKeyId: read("accessKeyId"),
    secretAccessKey: read("secretAccessKey"),
    sessionToken: process.env["AWS_SESSION_TOKEN"],
  };
}
