import { upward } from "./layers.js";

// The boundaries in one table. Each row says what may be touched, in which files only, and why.
const DOMAIN = /^packages\/domain\/src\//;
const UI = /^packages\/ui\/src\//;
const SERVER = /^apps\/server\/src\//;
const EXTENSION = /^apps\/extension\/src\//;
/** Where SQL is allowed: a feature's own queries are in its reads.ts. */
const SQL_FOLDERS =
  /\/src\/(?:store|auth|jobs|provider-requests|runs|feed|seed)\/|\/features\/[\w-]+\/reads(?:\.ts$|\/)|\/integrations\/\w+\/sandbox\/|\/integrations\/mail\//;

/** [what is touched, where the rule holds, where it is allowed, message] */
const TOUCH = [
  ["environment", SERVER, /\/src\/(?:env\.ts$|start\/)/, "Only env.ts reads the environment."],
  [
    "clock",
    SERVER,
    /\/src\/(?:main\.ts$|commands\/)|\/sandbox\/pageMain\.ts$|\/swap\/script\/swap\.js$/,
    "`now` is handed in: only the processes' entries read the wall clock.",
  ],
  ["clock", DOMAIN, null, "`now` is handed in: the domain reads no clock."],
  ["clock", UI, /\/(?:When|Elapsed|useTick)\.tsx?$/, "`now` is handed in: only When and Elapsed tick."],
  ["clock", EXTENSION, /\/clock\.ts$/, "serverNow() of clock.ts is the one clock of the extension."],
  ["chance", DOMAIN, null, "Ids are handed in: the domain throws no dice."],
  [
    "chance",
    SERVER,
    /\/src\/(?:main\.ts$|commands\/|auth\/|store\/)/,
    "Ids are handed in by main.ts; secrets come from auth/ and store/.",
  ],
  ["sql", SERVER, SQL_FOLDERS, "SQL belongs to the store, the engines and the reads.ts of a feature."],
  [
    "calendar",
    /^(?:packages\/domain|apps\/(?:server|extension))\/src\//,
    /^packages\/domain\/src\/core\/calendar\.ts$/,
    "Days and months are the account's: calendar.ts of the domain counts them, in a zone.",
  ],
  [
    "times",
    /^(?:packages\/(?:domain|ui)|apps\/(?:server|extension))\/src\//,
    /^packages\/domain\/src\/(?:core\/(?:time|calendar)|numbers\/phoneNumber)\.ts$|^packages\/ui\/src\/When\.tsx$|^apps\/extension\/src\/data\/locale\.ts$/,
    "Instants become words in time.ts of the domain: one clock on every screen, in mails and on paper.",
  ],
  ["unit", EXTENSION, null, "Units of time and money are declared in core/time.ts and core/money.ts of the domain."],
  [
    "text schema",
    /^(?:packages\/domain|apps\/server)\/src\//,
    /\/(?:fieldSchemas|env)\.ts$/,
    "Texts and lists from outside go through text(), oneLine(), list()… of fieldSchemas.ts: their length comes first.",
  ],
  ["trpc error", SERVER, /\/rpc\//, "Throw a Failure: rpc/ holds the one error map."],
  [
    "browser",
    EXTENSION,
    /\/(?:browser\.ts|entrypoints\/)|\/worker\//,
    "browser.ts is the one seam to the browser's own interfaces.",
  ],
  ["browser", UI, null, "ui knows no browser interface of an extension."],
  [
    "storage",
    EXTENSION,
    /\/(?:browser|asOf)\.ts$/,
    "What is kept has a version and a guard: declare it in storageItems.ts, read it through storage.ts.",
  ],
];

/** [importing files, imported, message] */
const IMPORTS = [
  [
    DOMAIN,
    /^(?:@callboard\/(?:ui|server|extension)|node:|@trpc|hono|preact|wxt)/,
    "The domain knows values and functions only.",
  ],
  [UI, /^(?:@callboard\/|@trpc|hono|wxt|zod)/, "ui knows no domain word and no server."],
  [SERVER, /^(?:@callboard\/(?:ui|extension)|wxt)/, "The server takes from the domain alone."],
  [
    EXTENSION,
    /^(?:hono|libsql|@libsql|node:|zod)/,
    "The extension takes from the server its router's type, and no schema library.",
  ],
  [
    EXTENSION,
    /@callboard\/domain\/(?:numbers\/phoneNumber|queues\/schedule)$/,
    "Numbers and opening hours are read on the server: what knows every country and every zone is too heavy for a page.",
  ],
  [EXTENSION, /@callboard\/domain\/core\/compare$/, "Versions are compared on the server: pages show what it says."],
  [
    /^apps\/extension\/src\/(?:popup|worker|entrypoints\/popup|entrypoints\/background)/,
    /(?:\/s|\wS)chemas?$|@callboard\/domain\/core\/records/,
    "Popup and worker load schema-free domain files only.",
  ],
];

/** Code whose lists grow with an account. */
const GROWING = /^(?:apps\/server|packages\/domain)\/src\//;
const SQL = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|WITH)\s/;
const path = (context) =>
  context.filename.replaceAll("\\", "/").replace(/^.*?(?=(?:apps|packages|bench|torture|lint)\/)/, "");

const border = {
  create(context) {
    const file = path(context);
    const report = (node, message) => context.report({ node, message });
    const touch = (name, node) => {
      for (const [rule, where, allowed, message] of TOUCH)
        if (rule === name && where.test(file) && !allowed?.test(file)) report(node, message);
    };
    const checkImport = (node, typeOnly) => {
      const source = node.source?.value;
      if (typeof source !== "string") return;
      for (const [importers, imported, message] of IMPORTS)
        if (importers.test(file) && imported.test(source) && !typeOnly) report(node, message);
      if (source.startsWith("@callboard/server") && !typeOnly)
        report(node, "Of the server the extension takes the router's type only.");
      const why = upward(file, source, typeOnly);
      if (why) report(node, why);
    };
    const call = (node) => {
      const text = context.sourceCode.getText(node.callee);
      if (/\.toLocale(?:Lower|Upper)Case$/.test(text) && node.arguments.length === 0)
        report(node, "In the language of the machine an I has other small letters: name the language, or use none.");
      if (text === "Date.now") touch("clock", node);
      if (GROWING.test(file) && /\.(?:push|unshift)$/.test(text))
        for (const argument of node.arguments)
          if (argument.type === "SpreadElement")
            report(argument, "A list is no row of arguments: a long one is more than the stack holds.");
      if (/^(?:Math\.random|crypto\.randomUUID|randomUUID|randomBytes|randomInt)$/.test(text)) touch("chance", node);
    };
    return {
      ImportDeclaration: (node) => checkImport(node, node.importKind === "type"),
      ExportNamedDeclaration: (node) => checkImport(node, node.exportKind === "type"),
      ImportExpression: (node) => checkImport(node, false),
      ExportAllDeclaration: (node) => report(node, "No barrels: import a file by its path."),
      CallExpression: call,
      NewExpression(node) {
        const text = context.sourceCode.getText(node.callee);
        if (text === "Date" && node.arguments.length === 0) touch("clock", node);
        if (text === "TRPCError") touch("trpc error", node);
      },
      MemberExpression(node) {
        const text = context.sourceCode.getText(node);
        if (/^Intl\.DateTimeFormat$|\.toLocale(?:Date|Time)?String$/.test(text)) touch("times", node);
        if (text === "process.env") touch("environment", node);
        if (text === "z.string" || text === "z.maxLength") touch("text schema", node);
        if (/^Date\.UTC$|\.(?:get|set)(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes)$/.test(text))
          touch("calendar", node);
        if (/^(?:chrome|browser)\.\w+$/.test(text)) touch("browser", node);
        if (/^(?:\w+\.)?(?:local|session)Storage\b/.test(text) || /^chrome\W*\.storage\b/.test(text))
          touch("storage", node);
      },
      VariableDeclarator: (node) =>
        /^(?:SECOND|MINUTE|HOUR|DAY|WEEK|MICROS_PER_\w+)$/.test(node.id.name) && touch("unit", node),
      ArrowFunctionExpression: (node) =>
        SERVER.test(file) &&
        node.body.type === "Literal" &&
        node.body.value === "?" &&
        report(node, "No variable for each row: pass one list, and read it with json_each(?)."),
      Literal: (node) => typeof node.value === "string" && SQL.test(node.value) && touch("sql", node),
      TemplateElement: (node) => SQL.test(node.value.raw) && touch("sql", node),
    };
  },
};

export default { meta: { name: "callboard" }, rules: { border } };
