/**
 * Whether a stored value has its type. The popup's budget allows no schema library. A guard names every field of its
 * type, so
 * a new field doesn't compile until its guard exists.
 */
export type Guard<T> = (value: unknown) => value is T;

export const string: Guard<string> = (value) => typeof value === "string";
export const number: Guard<number> = (value): value is number => Number.isFinite(value);
export const boolean: Guard<boolean> = (value) => typeof value === "boolean";

export const nullable =
  <T>(fits: Guard<T>): Guard<T | null> =>
  (value) =>
    value === null || fits(value);

export const optional =
  <T>(fits: Guard<T>): Guard<T | undefined> =>
  (value) =>
    value === undefined || fits(value);

export const oneOf =
  <const T extends string>(...words: T[]): Guard<T> =>
  (value): value is T =>
    words.includes(value as T);

export const array =
  <T>(fits: Guard<T>): Guard<T[]> =>
  (value) =>
    Array.isArray(value) && value.every(fits);

export const record =
  <T>(fits: Guard<T>): Guard<Record<string, T>> =>
  (value): value is Record<string, T> =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(fits);

export const object =
  <T extends object>(fields: { [F in keyof T]-?: Guard<T[F]> }): Guard<T> =>
  (value): value is T =>
    typeof value === "object" &&
    value !== null &&
    Object.entries<Guard<unknown>>(fields).every(([name, fits]) => fits(value[name as never]));
