/** What the world says of accelerators. Words in small letters are typed, words in capital letters stand for what fits there. */

export const parameters =
  'plug ID SIZE [node N] [at ADDR] [type coherent|generic] | fault ID [WHY] | reset ID | online ID [at ADDR] | unplug ID | pin ID PAGES | release ID | list';
export const help = 'an accelerator with coherent memory: plug it, let it fail, initialise it, put it elsewhere';
export const highPriorityError = 'high-priority error';
export const pinnedPagesOf = (id: string, pages: number): string => `${pages} pinned pages of ${id}`;
export const listed = (id: string, state: string, node: number, type: string, range: string, fault?: string): string =>
  `${id}: ${state}, node ${node}, ${type}, ${range}${fault === undefined ? '' : `, ${fault}`}`;

// refused
export const failed = (id: string, errno: string): string => `accel: ${id}: ${errno}`;
export const noAccelerator = (id: string): string => `accel: no accelerator ${id}`;
export const notReady = (id: string, state: string): string => `accel: ${id} is not ready: it is ${state}`;
export const inUse = (id: string): string => `accel: ${id} is in use: fault or unplug it first`;
export const notInitialised = (id: string, state: string): string => `accel: ${id} is not initialised: it is ${state}`;
export const noAddress = (text: string): string => `accel: '${text}' is no address at a multiple of 2 MiB`;
export const hasNoPages = (id: string, state: string): string => `accel: ${id} has no pages: it is ${state}`;
export const noZoneDevice = 'accel: this kernel has no ZONE_DEVICE: no driver can map the memory';
export const isThere = (id: string): string => `accel: there is an accelerator ${id}`;
export const noSize = (text: string): string => `accel: '${text}' is no multiple of 2 MiB`;
export const noNode = (node: string): string => `accel: no node ${node}`;
export const noAddressLeft = 'accel: no address is left that the kernel can map';
