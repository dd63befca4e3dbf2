export const popupAlerts = { more: "+{more}" } as const;
