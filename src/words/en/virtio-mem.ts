/** What carries out the work of virtio-mem, where something waits for a lock that it holds. */

export const interrupt = 'virtio interrupt';
export const retryTimer = 'retry timer';
