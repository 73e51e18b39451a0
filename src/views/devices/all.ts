/** What the devices' chunk holds. */
export { DevicesPart } from './DevicesPart.tsx';
export { NvdimmStick } from './NvdimmStick.tsx';
