// To be imported before simulate.ts, by it and by its threads (node --import): breaks one rule of the
// source as it is loaded. Nothing on the disk is changed.
import { registerHooks } from "node:module";
import { mutations } from "./mutations.ts";

const rule = process.env["TAPEDECK_BREAK_RULE"];
const mutation = mutations.find((known) => known.rule === rule);
if (mutation === undefined) throw new Error(`no rule is called ${JSON.stringify(rule)}`);

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/packages/${mutation.file}`)) return loaded;
    const source =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    if (!source.includes(mutation.find)) throw new Error(`${mutation.file} has changed`);
    return { ...loaded, source: source.replace(mutation.find, () => mutation.replace) };
  },
});
