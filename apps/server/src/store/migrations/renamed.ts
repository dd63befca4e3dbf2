/** Renamed people, in order: caches follow it like an account's log. */
export const renamed = [
  `CREATE TABLE renamed (n INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL) STRICT`,
  `CREATE TRIGGER people_renamed AFTER UPDATE OF name ON people WHEN NEW.name <> OLD.name BEGIN
    INSERT INTO renamed (person) VALUES (NEW.id); END`,
];
