// What aws-jwt-verify's own fetcher does by node:https, for a stand-in that speaks HTTP.
import { get } from "node:http";

export function fetchByHttp(uri: string): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    get(uri, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode } = response;
        if (statusCode === 200) resolve(new Uint8Array(Buffer.concat(parts)).buffer);
        else reject(new Error(`${uri} answered ${statusCode}`));
      });
    }).on("error", reject);
  });
}
