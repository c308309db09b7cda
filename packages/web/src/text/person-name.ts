// What the page calls the signed-in person.
import { VISIBLE } from "./visible.ts";

/** The name that the sign-in service knows; else what stands before the @ of the address; else their group. */
export function personName(person: {
  readonly name?: string;
  readonly email?: string;
  readonly userType: string;
}): string {
  const { name = "", email = "", userType } = person;
  const [local = ""] = email.split("@");
  return [name, local].map((each) => each.trim()).find((each) => VISIBLE.test(each)) ?? userType;
}

/** `AO`: the first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const parts = name.split(/[\s._-]+/).filter((part) => VISIBLE.test(part));
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map(
    (part = "") => Array.from(part)[0] ?? "",
  );
  return letters.join("").toLocaleUpperCase();
}
