// What the first load says. The other rooms import their own sentences: `#words/library` and so on.
export { words } from "#words/page";
