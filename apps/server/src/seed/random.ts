/** Random numbers from 0 to 1 that are always the same for the same start, so that every demo has the same history. */
export function seededRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
