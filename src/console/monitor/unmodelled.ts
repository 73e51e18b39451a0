/** Commands that QEMU's monitor has and this machine has not: named as such, and not called unknown. */
import * as words from '#words/monitor.ts';

const COMMANDS = new Set(
  'announce_self balloon block_resize block_stream boot_set change chardev-add chardev-remove commit cont c cpu delvm drive_add drive_del dump-guest-memory eject gdbserver getfd gpa2hpa gpa2hva gva2gpa i loadvm log logfile mce memsave migrate migrate_cancel migrate_set_capability migrate_set_parameter mouse_move nbd_server_start netdev_add netdev_del nmi o pcie_aer_inject_error pmemsave print p qemu-io quit q savevm screendump sendkey set_link singlestep stop s sum system_powerdown system_reset system_wakeup trace-event watchdog_action x xp'.split(
    ' ',
  ),
);
const SHOWN = new Set(
  'balloon block block-jobs blockstats capture chardev cpus dirty_rate history hotpluggable-cpus iothreads irq jit kvm lapic mem mice migrate migrate_capabilities migrate_parameters mtree name network numa opcount pci pic profile qdm qom-tree qtree ramblock registers replay roms sev sgx snapshots stats sync-profile tlb tpm trace-events usb usernet uuid vcpu_dirty_limit version virtio vm-generation-id vnc'.split(
    ' ',
  ),
);

/** The answer to such a command; undefined: QEMU has no such command either. */
export function unmodelled(name: string): string | undefined {
  return COMMANDS.has(name) ? `${words.commandNotModelled(name)}\n` : undefined;
}
/** The same for `info NAME`. */
export function unmodelledInfo(name: string): string | undefined {
  if (name === 'balloon') return 'Error: No balloon device has been activated\n';
  return SHOWN.has(name) ? `${words.infoNotModelled(name)}\n` : undefined;
}
