/** A version's lasting fields, if the next version changed any of them. */
const lasting = (kind: "account" | "terms", fields: readonly string[]): string => `
  INSERT INTO former_values (account, kind, id, until, shape, data)
  SELECT account, kind, id, at, was_shape, json_object(${fields.map((field) => `'${field}', was -> '$.${field}'`).join(", ")})
  FROM (SELECT account, kind, id, at, data,
      lag(data) OVER record AS was, lag(shape) OVER record AS was_shape FROM changes WHERE kind = '${kind}'
      WINDOW record AS (PARTITION BY account, id ORDER BY version))
  WHERE was IS NOT NULL AND (${fields.map((field) => `was ->> '$.${field}' IS NOT data ->> '$.${field}'`).join(" OR ")})
  ON CONFLICT DO NOTHING`;

/** The lasting fields of former versions, independent of the plan's retention, as far as the history has them. */
export const formerValues = [
  `CREATE TABLE former_values (
    account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL,
    shape INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (account, kind, id, until)
  ) STRICT, WITHOUT ROWID`,
  lasting("account", ["zone", "balanceFrom", "agency"]),
  lasting("terms", ["plan", "planName", "currency", "pricePerMonth", "numberFees", "rates"]),
];
