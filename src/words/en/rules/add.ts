/** What the rules of adding memory say. */

export const ADD = {
  'ADD-1':
    'Memory is added in whole memory blocks; any other start or size is refused with EINVAL and a line in the log.',
  'ADD-2':
    'A range that overlaps a resource is refused with EEXIST before anything is touched; the ACPI device is then still attached.',
  'ADD-3':
    'Sections get their memmap one after the other; the first failure ends the walk. x86 leaves the direct map and the sections that were added, arm64 and riscv64 unmap the direct map.',
  'ADD-4':
    'New blocks are offline; they are brought online at once where auto_online_blocks says so, and the first that fails ends that silently.',
  'ADD-5': 'A node without memory comes online with its first added block.',
  'ADD-6': 'What failed to attach is tried again at every later Device Check.',
  'ADD-7':
    'Without MEMORY_HOTPLUG or ACPI_HOTPLUG_MEMORY, or with acpi_no_memhotplug, a DIMM is seen and nothing is added.',
  'ADD-8': 'A rule of user space writes the state of a block that it finds offline after it was added.',
  'ADD-9':
    "The node= of a DIMM or device is a proximity domain: the kernel numbers domains in the order of the firmware's SRAT, CPUs first. Memory of a domain that no entry names goes to the node of the lowest RAM.",
  'ADD-10': 'Struct pages in base pages that come from another node than their memory are told of in the log, once.',
};
