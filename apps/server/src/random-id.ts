import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LETTERS = 9;
const RANDOM_LETTERS = 13;

/** An id that sorts by the time of its making and has 65 random bits. */
export function randomId(at: number): string {
  let time = "";
  for (let rest = at, place = 0; place < TIME_LETTERS; place += 1) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(randomBytes(RANDOM_LETTERS), (byte) => ALPHABET[byte % 32]).join("");
}
