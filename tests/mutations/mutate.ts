// Named by `node --import`, with a mutation in its query: breaks one rule of the source as it is loaded.
// Nothing on the disk is changed.
import { registerHooks } from "node:module";

const query = new URL(import.meta.url).searchParams;
const field = (name: string): string => {
  const value = query.get(name);
  if (value === null) throw new Error(`the mutation lacks ${name}`);
  return value;
};
const [file, find, replace] = [field("file"), field("find"), field("replace")];

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/packages/${file}`)) return loaded;
    const source =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    if (!source.includes(find)) throw new Error(`${file} has changed`);
    return { ...loaded, source: source.replaceAll(find, () => replace) };
  },
});
