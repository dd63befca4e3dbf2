import { randomFillSync } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LENGTH = 9;
const RANDOM_LENGTH = 13;

/** Random bytes are drawn in bulk: a system call per id costs more than making the id. */
const pool = Buffer.alloc(RANDOM_LENGTH * 256);
/** How many bytes of the pool were used. */
let used = pool.length;

function drawRandom(): Buffer {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_LENGTH;
  return pool.subarray(used - RANDOM_LENGTH, used);
}

/** An id that sorts by creation time and has 65 random bits. */
export function randomId(at: number): string {
  let time = "";
  for (let remaining = at, position = 0; position < TIME_LENGTH; position += 1) {
    time = ALPHABET[remaining % 32] + time;
    remaining = Math.floor(remaining / 32);
  }
  let random = "";
  for (const byte of drawRandom()) random += ALPHABET[byte % 32];
  return time + random;
}
