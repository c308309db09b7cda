/** A letter, a digit, a sign: neither a space, nor a control, nor a character that only turns the writing. */
export const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;
