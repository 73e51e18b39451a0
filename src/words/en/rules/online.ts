/** What the rules of onlining say. */

export const ONL = {
  'ONL-1': 'A write of the state that the block is in gives EINVAL in `state` and success in `online`.',
  'ONL-2': 'A block with a poisoned page never comes online again: EHWPOISON.',
  'ONL-3': 'Notifiers hear PREPARE_ONLINE, GOING_ONLINE, ONLINE; after a veto CANCEL_ONLINE and FINISH_OFFLINE.',
  'ONL-4': 'The first memory of a zone sets up its per-CPU lists and rebuilds the zonelists.',
};
