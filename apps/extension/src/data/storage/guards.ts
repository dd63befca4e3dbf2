/**
 * Checks whether a stored value has its type. A schema library would be too large for the popup. A guard names every
 * field of its type, so a new field doesn't compile until its guard exists.
 */
export type Guard<T> = (value: unknown) => value is T;

export const string: Guard<string> = (value) => typeof value === "string";
export const number: Guard<number> = (value): value is number => Number.isFinite(value);
export const boolean: Guard<boolean> = (value) => typeof value === "boolean";

export const nullable =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value) =>
    value === null || guard(value);

export const optional =
  <T>(guard: Guard<T>): Guard<T | undefined> =>
  (value) =>
    value === undefined || guard(value);

export const oneOf =
  <const T extends string>(...options: T[]): Guard<T> =>
  (value): value is T =>
    options.includes(value as T);

export const array =
  <T>(guard: Guard<T>): Guard<T[]> =>
  (value) =>
    Array.isArray(value) && value.every(guard);

export const record =
  <T>(guard: Guard<T>): Guard<Record<string, T>> =>
  (value): value is Record<string, T> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(guard);

export const object =
  <T extends object>(fields: { [F in keyof T]-?: Guard<T[F]> }): Guard<T> =>
  (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Guard<unknown>>(fields).every(([name, guard]) => guard(value[name as never]));
