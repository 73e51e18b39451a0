/** Where a value comes from: read from a real boot, follows from rules that recordings confirm, or a policy of ours. */
export type Provenance = 'recorded' | 'derived' | 'modelled';
