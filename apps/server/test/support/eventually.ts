/** Checks again and again until the result is truthy. Fails at the deadline; there is no fixed pause. */
export async function eventually<T>(check: () => T | Promise<T>, ms = 20_000): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = performance.now() + ms;
  for (;;) {
    const result = await check();
    if (result) return result as Exclude<NonNullable<T>, false>;
    if (performance.now() > deadline) throw new Error(`Not true within ${ms} ms: ${check}`);
    await new Promise((next) => setTimeout(next, 5));
  }
}
