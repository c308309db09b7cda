// E-mail addresses as the sign-up rule compares them: one plain form, and everything else refused. A lenient
// reader here and a strict one elsewhere would be two opinions on who an address belongs to.

export interface EmailAddress {
  /** In lower case, as the pool stores and compares it. */
  readonly address: string;
  /** What follows the @, in lower case. */
  readonly domain: string;
}

/**
 * Cognito's longest name of a user, which is the address here.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
const MAX_CHARACTERS = 128;

/** @see RFC 5321 §4.5.3.1.1 */
const MAX_LOCAL_CHARACTERS = 64;

/** A dot-atom. Quoted local parts are legal mail, but hold spaces and further @. @see RFC 5322 §3.2.3 */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Two labels or more, no dot at the end. @see RFC 1035 §2.3.1 */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an address of printable ASCII. A domain of other letters has to be given in Punycode (`xn--…`), so
 * that no two spellings look alike and differ, or differ and count as one.
 *
 * @returns `undefined` for anything but one plain address of at most 128 characters
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  // First, because JavaScript lowers the Kelvin sign (U+212A) to an ASCII k.
  if (text.length > MAX_CHARACTERS || !/^[\x21-\x7e]+$/.test(text)) return undefined;
  const [local = "", domain = "", ...others] = text.toLowerCase().split("@");
  if (others.length > 0 || local.length > MAX_LOCAL_CHARACTERS) return undefined;
  if (!LOCAL_PART.test(local) || !isEmailDomain(domain)) return undefined;
  return { address: `${local}@${domain}`, domain };
}

/** Whether a text is a domain in the form in which addresses are compared: lower case, ASCII, no final dot. */
export function isEmailDomain(text: string): boolean {
  return DOMAIN.test(text);
}
