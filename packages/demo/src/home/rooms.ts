/** The rooms of the demo house, and the devices in each that listen. */
export const rooms = {
  kitchen: ['kitchen', 'kitchen-shelf'],
  bedroom: ['bedroom'],
  office: ['office'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Where one speaks who does not say where. */
export const defaultDevice = rooms.kitchen[0];

/** The room that a device is in; a device that nobody knows is a room of its own. */
export const roomOf = (device: string): string =>
  Object.entries<readonly string[]>(rooms).find(([, devices]) => devices.includes(device))?.[0] ?? device;
