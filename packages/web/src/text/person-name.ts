// What the page calls the signed-in person.
import { VISIBLE } from "./name-problem.ts";

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
