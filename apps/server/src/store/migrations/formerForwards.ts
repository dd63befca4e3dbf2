/** Former forwarding settings of numbers, as far as the history has them; used-up minutes have none. */
export const formerForwards = [
  `INSERT INTO former_values (account, kind, id, until, shape, data)
    SELECT account, 'number', id, at, 2, json_object('e164', was ->> '$.e164', 'kind', was ->> '$.kind', 'standing',
      json(CASE WHEN data ->> '$.standing.is' = 'releasing' AND at < was ->> '$.standing.until'
        THEN json_set(was -> '$.standing', '$.left', 0) ELSE was -> '$.standing' END))
    FROM (SELECT account, id, at, data, lag(data) OVER (PARTITION BY account, id ORDER BY version) AS was
      FROM changes WHERE kind = 'number')
    WHERE was ->> '$.standing.is' = 'forwarded' AND data ->> '$.standing.is' <> 'forwarded' ON CONFLICT DO NOTHING`,
  `CREATE INDEX former_numbers ON former_values (account, data ->> '$.e164') WHERE kind = 'number'`,
];
