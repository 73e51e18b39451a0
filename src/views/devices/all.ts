/** What the devices' chunk holds. */
export { DevicesPart } from './DevicesPart.tsx';
export { NvdimmStick } from './NvdimmStick.tsx';
export { DeviceTab } from './DeviceTab.tsx';
export { Owners } from './Owners.tsx';
export { Predicates } from './Predicates.tsx';
export { NodeTier } from './NodeTier.tsx';
