export const edits = {
  "edit.nothing": "Choose what to change.",
  "edit.tooMany": "These are {count|number|numbers}. At most {most} are changed in one run: narrow the list first.",
  "edit.none": "No numbers match. Choose others.",
  "edit.goneMeanwhile": "Removed meanwhile.",
  "edit.sourceMeanwhile": "Changed meanwhile: somebody gave it another tracking source.",
  "edit.routeMeanwhile": "Changed meanwhile: somebody let its calls go elsewhere.",
  "edit.stoppedMeanwhile": "Changed meanwhile: somebody stopped it or took the stop off.",
  "edit.pausedMeanwhile": "Changed meanwhile: somebody paused it or took the pause off.",
} as const;
