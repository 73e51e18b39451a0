/** What bay says. */
import { formatBytes, formatPlural, formatCount } from './numbers.ts';

// Bay
export const bay = 'Bay';
export const dragDimmOrPress = 'drag a DIMM, or press Enter on it';
export const tapDimmThenSlot = 'tap a DIMM, then a slot';
export const thisBoardHas = (hotBytes: number): string =>
  `This board has no memory slots: QEMU was started without slots=${hotBytes > 0 ? `, but has room for ${formatBytes(hotBytes)} of device memory.` : ' and maxmem=.'}`;

// DimmMenu
export const stateToOffline = (state: string, offline: number): string =>
  `${state} to ${formatPlural(offline, 'block')}`;
export const moveTo = 'Move to…';
export const blocks = 'Blocks';
export const onlineZoneAsLinux = 'Online, zone as Linux chooses';
export const onlineToNormal = 'Online to Normal';
export const onlineToMovable = 'Online to Movable';
export const takeOffline = 'Take offline';
export const offlineTo = (online: number): string => `offline to ${formatPlural(online, 'block')}`;
export const offline = (id: string): string => `${id}: offline`;
export const showInPageTables = 'Show in page tables';
export const whereItIsMapped = 'where it is mapped, and where its struct pages are';
export const ejectToShelf = 'Eject to the shelf';
export const ejectAndPutAway = 'Eject and put away';
export const putAway = (id: string): string => `${id}: put away`;
export const actionsFor = (id: string): string => `Actions for ${id}`;

// NodeCard
export const nodeLowestFreeSlot = (id: number): string => `Node ${id}, lowest free slot`;
export const node = (id: string | number): string => `Node ${id}`;
export const nodeTitle = (id: number): string => `node ${id}`;
export const notOnline = 'not online';
export const noCpu = (present: number): string => `${formatBytes(present)} · no CPU`;
export const freeSlotsNode = (id: number): string => `Free slots, node ${id}`;
export const fewer = 'fewer';
export const slots = (free: number): string => formatPlural(free, 'slot');
export const nodeSlotFree = (id: number, slot: number): string => `Node ${id} slot ${slot}, free`;
export const bootMemoryIsSoldered = 'Boot memory is soldered: it has no slot and cannot be ejected.';
export const bootMemory = 'boot memory';

// Outcome
export const tryingItOnCopy = 'trying it on a copy of the machine…';
export const refused = 'Refused';
export const dismiss = 'Dismiss';
export const inWayPfn = (name: string, pfn: number, at: string): string => `In the way: ${name}, pfn ${pfn} at ${at}`;
export const showPage = 'Show the page';
export const sendItAllSame = 'Send it all the same';
export const onlyRootPortTakes =
  'Only a root port takes such a device at run time, and none is free here. Boot a QEMU command line with -device pcie-root-port,id=rp1; for CXL, choose the machine CXL expanders.';

// Shelf
export const shelf = 'Shelf';
export const partOfAnotherSize = 'A part of another size…';
export const takenOut = 'Taken out';
export const newPart = (name: string): string => `new ${name}`;
export const spareParts = 'Spare parts';
export const whatHappensToBlocks = 'What happens to the blocks of a DIMM that arrives';
export const onArrival = (policy: string): string => `on arrival: ${policy}`;
export const machinesOwnAutoOnline = "The machine's own auto_online_blocks decides.";
export const onArrivalOnline = 'on arrival: online';
export const thenWriteOnline = 'Then write online to each new block.';
export const onArrivalOnlineKernel = 'on arrival: online_kernel';
export const thenWriteOnlineKernel = 'Then write online_kernel: to Normal.';
export const onArrivalOnlineMovable = 'on arrival: online_movable';
export const thenWriteOnlineMovable = 'Then write online_movable: to Movable.';
export const moveItTo = (name: string): string => `Move ${name} to…`;
export const putItAway = (id: string): string => `Put ${id} away`;

// Stick
export const nodeSlot = (id: string, size: number, node: number, slot: number, state: string): string =>
  `${id}, ${formatBytes(size)}, node ${node} slot ${slot}, ${state}`;

// carry
export const movedTo = (name: string, target: string): string => `${name}, to ${target}`;
export const wasRefused = (title: string): string => `${title}: refused`;
export const done = (title: string): string => `${title}: done`;
export const waits = (title: string, waits: string): string => `${title}: waits. ${waits}`;

// chips
export const noMemoryBlock = 'no memory block';
export const chipsOffline = 'offline';
export const ofOnline = (online: number, total: number): string => `${online} of ${total} online`;
export const namesAbsent = 'absent';
export const namesLeaving = 'going offline';
export const namesMixed = 'several zones';

// moves
export const modelsAcceleratorName = 'Accelerator';
export const exitStatus = (status: number): string => `exit status ${status}`;
export const guestRefusesOstStatus = (status: string): string => `The guest refuses (_OST status 0x${status}).`;

// targets
export const toShelf = 'The shelf';
export const freeSlots = (free: number): string => formatPlural(free, 'free slot');
export const notOnlineYet = 'not online yet';
export const lowestFreeSlot = 'Lowest free slot';
export const slot = (slot: number): string => `Slot ${slot}`;

// words
export const theShelf = 'the shelf';
export const machine = 'the machine';
export const nodeName = (node: number): string => `node ${node}`;
export const nodeAndSlot = (node: number, slot: number | undefined): string =>
  `node ${node} ${slot === undefined ? 'lowest free slot' : `slot ${slot}`}`;
export const removes = 'removes';
export const adds = 'adds';
export const keeps = 'keeps';
export const zone = 'zone';
export const table = (signed: string, tablePages: number): string =>
  `${signed} table ${tablePages === 1 ? 'page' : 'pages'}`;
export const pageTables = 'page tables';
export const structPages = 'struct pages';
export const memmapPaidBy = (pages: number, pages2: number, nid: number, zone: string): string =>
  `${formatBytes(pages)} ${pages2 < 0 ? 'back to' : 'paid by'} node ${nid} ${zone}`;
export const waiting = 'waits';
export const addsNoMemoryBlock = 'adds no memory block';
export const spokenRefused = (what: string, text: string): string => `${what}: refused. ${text}`;
export const wouldBeRemoved = (blockNames: string): string => `${blockNames} would be removed`;
export const wouldBeAdded = (blockNames: string, zones: string): string => `${blockNames} would be added, ${zones}`;
export const wouldStay = (blockNames: string, nodes: string, zones: string): string =>
  `${blockNames} would stay${nodes}, ${zones}`;
export const noMemoryBlockWould = 'no memory block would be added';
export const namesAndCount = (names: string, blocks: number): string => `${names} · ${formatCount(blocks)} blocks`;
export const nowOfNode = (nodes: string): string => `, now of node ${nodes}`;
export const offlineBlocks = 'offline';
