import type { JSX } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { Later } from "./Later.tsx";

const load = () => import("./Notice.tsx");

/** As `Notice`, on a page that does not wait for the sentences of all errors. */
export function LaterNotice(props: { code: ErrorCode; children?: JSX.Element }) {
  return (
    <Later load={load}>{({ Notice }) => <Notice code={props.code}>{props.children}</Notice>}</Later>
  );
}
