export const imports = {
  "import.notAText": "The request holds more than a name and the file’s text. Send the file as one text.",
  "import.tooLarge": "The file is larger than 10 MB. Divide it into several.",
  "import.tooManyRows":
    "The file has more than {most} lines, blank ones included. Take out the blank ones, or divide it into several.",
  "import.empty": "The file is empty.",
  "import.noRows": "The file names its columns, but no numbers follow.",
  "import.notText": "This is not a text file. In a spreadsheet, choose “Save as CSV (UTF-8)”.",
  "import.notUtf8": "This file isn’t in UTF-8, so some letters cannot be read. Save it as “CSV UTF-8” and try again.",
  "import.quoteOpen": "A quotation mark is opened on or after line {line} and never closed.",
  "import.lineLong":
    "Line {line} is longer than 64 KB. Check that no quotation mark on it is left open, or take out what is no list of numbers.",
  "import.unreadable": "The file cannot be read from line {line} on.",
  "import.noNumberColumn":
    "The first line must name the columns, and one of them must be Number. The others are Name, Tracking source and Calls go to.",
  "import.columnsUnknown":
    "These columns are not known: {columns}. Remove or rename them. Known are Number, Name, Tracking source and Calls go to.",
  "import.columnTwice": "The column {column} is there twice.",
  "import.cells": "This line has {count|cell|cells}, and the file has {wanted|column|columns}.",
  "import.lineOdd": "This line has letters that cannot be read, because they are not in UTF-8.",
  "import.twice": "This number is on line {line} already.",
  "import.noSource": "There is no tracking source named {source}.",
  "import.noRoute": "There is no receiving number and no call queue named {route}.",
  "import.routeUnclear":
    "{route} is the name of several. Write a receiving number’s digits, or queue: and the queue’s name.",
  "tracking.didImport": "imported the number {number}",
} as const;
